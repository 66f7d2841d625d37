#!/bin/bash
set -eu
. "$(dirname "$0")/flink-common.sh"
foreground_only "$@"
run_service taskmanager org.apache.flink.runtime.taskexecutor.TaskManagerRunner GET_TM_RESOURCE_PARAMS "${@:2}"

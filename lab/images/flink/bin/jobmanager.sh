#!/bin/bash
set -eu
. "$(dirname "$0")/flink-common.sh"
foreground_only "$@"
run_service jobmanager org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint GET_JM_RESOURCE_PARAMS "${@:2}"

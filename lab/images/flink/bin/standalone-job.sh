#!/bin/bash
set -eu
. "$(dirname "$0")/flink-common.sh"
foreground_only "$@"
run_service jobmanager org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint GET_JM_RESOURCE_PARAMS "${@:2}"

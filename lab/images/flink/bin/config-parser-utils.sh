#!/bin/bash
# config-parser-utils.sh CONF BIN LIB CHANGE...: rewrites config.yaml (-DKEY=VALUE, -repKV KEY,OLD,NEW, -rmKV KEY=VALUE).
set -eu
. "$(dirname "$0")/flink-common.sh"
conf="$1"
if ! output=$(java_utils UPDATE_AND_GET_FLINK_CONFIGURATION "$conf" "${@:4}"); then
  echo "$output" >&2
  exit 1
fi
grep "^$marker" <<<"$output" | sed "s/^$marker//" >"$conf/config.yaml"

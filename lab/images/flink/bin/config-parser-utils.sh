#!/bin/bash
# config-parser-utils.sh CONF BIN LIB CHANGE...: rewrites config.yaml (-DKEY=VALUE, -repKV KEY,OLD,NEW, -rmKV KEY=VALUE).
set -eu
. "$(dirname "$0")/flink-common.sh"
conf="$1"
if ! said=$(java_utils UPDATE_AND_GET_FLINK_CONFIGURATION "$conf" "${@:4}"); then
  echo "$said" >&2
  exit 1
fi
grep "^$marker" <<<"$said" | sed "s/^$marker//" >"$conf/config.yaml"

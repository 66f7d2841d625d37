#!/bin/sh
# Passes arguments to the program. Without any, builds the command line from VGW_* variables.
set -eu

program="${VGW_BINARY:-/usr/local/bin/versitygw}"
[ $# -eq 0 ] || exec "$program" "$@"

case "${VGW_BACKEND:-}" in
posix | scoutfs | s3 | azure | plugin | iam) ;;
"")
  echo "Neither arguments nor VGW_BACKEND were given" >&2
  exit 1
  ;;
*)
  echo "VGW_BACKEND is not a known backend: $VGW_BACKEND" >&2
  exit 1
  ;;
esac

# Unquoted on purpose: VGW_ARGS and VGW_BACKEND_ARGS are lists of words, and a missing argument must not become an empty one.
# shellcheck disable=SC2086
exec "$program" ${VGW_ARGS:-} "$VGW_BACKEND" ${VGW_BACKEND_ARG:+"$VGW_BACKEND_ARG"} ${VGW_BACKEND_ARGS:-}

#!/bin/bash
# Links the requested plugins, writes the configuration from the environment, and becomes the service or the command.
set -eu
set -o pipefail

conf="$FLINK_HOME/conf"

enable_plugins() {
  local jar
  for jar in ${ENABLE_BUILT_IN_PLUGINS//;/ }; do
    if [ ! -e "$FLINK_HOME/opt/$jar" ]; then
      echo "Plugin $jar does not exist. Exiting."
      exit 1
    fi
    mkdir -p "$FLINK_HOME/plugins/${jar%.jar}"
    ln -fs "$FLINK_HOME/opt/$jar" "$FLINK_HOME/plugins/${jar%.jar}"
  done
}

# Replaces $NAME and ${NAME} in a value by environment variables.
expand() {
  perl -pe 's/\$(?:\{(\w+)\}|(\w+))/$ENV{$1 \/\/ $2} \/\/ ""/ge' <<<"$1"
}

set_options() {
  "$FLINK_HOME/bin/config-parser-utils.sh" "$conf" "$FLINK_HOME/bin" "$FLINK_HOME/lib" "$@"
}

write_configuration() {
  local options line
  options=("-Djobmanager.rpc.address=${JOB_MANAGER_RPC_ADDRESS:-$(hostname -f)}" -Dblob.server.port=6124 -Dquery.server.port=6125)
  [ -z "${TASK_MANAGER_NUMBER_OF_TASK_SLOTS:-}" ] ||
    options+=("-Dtaskmanager.numberOfTaskSlots=$TASK_MANAGER_NUMBER_OF_TASK_SLOTS")
  set_options "${options[@]}"
  options=()
  while IFS= read -r line; do
    # All blanks are removed, as in the public image.
    line=$(tr -d '[:space:]' <<<"$line")
    [ -z "$line" ] || options+=("-D${line%%:*}=$(expand "${line#*:}")")
  done <<<"${FLINK_PROPERTIES:-}"
  [ "${#options[@]}" -eq 0 ] || set_options "${options[@]}"
}

[ -z "${ENABLE_BUILT_IN_PLUGINS:-}" ] || enable_plugins
write_configuration

case "${1:-help}" in
help)
  echo "usage: docker-entrypoint.sh (jobmanager | standalone-job | taskmanager) [ARGUMENT...], or any command"
  ;;
jobmanager | standalone-job | taskmanager)
  exec "$FLINK_HOME/bin/$1.sh" start-foreground "${@:2}"
  ;;
history-server)
  echo "This image has no history server" >&2
  exit 1
  ;;
*)
  exec "$@"
  ;;
esac

# Sourced by the other scripts: paths, and the JVMs' flags.
# shellcheck shell=bash
FLINK_HOME="${FLINK_HOME:-/opt/flink}"
export FLINK_CONF_DIR="${FLINK_CONF_DIR:-$FLINK_HOME/conf}"
export FLINK_BIN_DIR="$FLINK_HOME/bin" FLINK_LIB_DIR="$FLINK_HOME/lib"
export FLINK_OPT_DIR="$FLINK_HOME/opt" FLINK_PLUGINS_DIR="$FLINK_HOME/plugins"
export FLINK_LOG_DIR="${FLINK_LOG_DIR:-$FLINK_HOME/log}"
marker=BASH_JAVA_UTILS_EXEC_RESULT:

# Runs Flink's own helper with COMMAND CONFIG_FOLDER ARGUMENT... and prints its results after the marker, and its log without.
java_utils() {
  java -cp "$FLINK_BIN_DIR/bash-java-utils.jar:$(echo "$FLINK_LIB_DIR"/flink-dist*.jar)" \
    org.apache.flink.runtime.util.bash.BashJavaUtils "$1" --configDir "$2" "${@:3}" 2>&1 ||
    { echo "BashJavaUtils $1 failed" >&2 && return 1; }
}

# The flags of env.java.opts.all and env.java.opts.ROLE, from what the helper logged while it read the configuration.
options_in() {
  sed -nE "s/.*configuration property: env\.java\.opts\.(all|$1), //p" | tr '\n' ' '
}

# Becomes the JVM of CLASS for ROLE. QUERY computes its memory from the configuration and ARGUMENT...
run_service() {
  local role="$1" class="$2" query="$3" output memory options
  shift 3
  if ! output=$(java_utils "$query" "$FLINK_CONF_DIR" "$@"); then
    echo "$output" >&2
    exit 1
  fi
  mapfile -t memory < <(grep "^$marker" <<<"$output" | sed "s/^$marker//")
  options=$(options_in "$role" <<<"$output")
  echo "Starting $role as a console application on host $HOSTNAME."
  # Unquoted on purpose: lists of flags, and of -D KEY=VALUE.
  # shellcheck disable=SC2086
  exec java ${memory[0]} ${JVM_ARGS:-} $options ${FLINK_ENV_JAVA_OPTS:-} \
    "-Dlog.file=$FLINK_LOG_DIR/flink--$role-0-$HOSTNAME.log" \
    "-Dlog4j.configurationFile=file:$FLINK_CONF_DIR/log4j-console.properties" \
    -cp "$FLINK_LIB_DIR/*" "$class" --configDir "$FLINK_CONF_DIR" ${memory[1]} "$@"
}

foreground_only() {
  [ "${1:-}" = start-foreground ] || { echo "usage: $0 start-foreground [ARGUMENT...]" >&2 && exit 1; }
}

#!/bin/bash
# Runs the server in the foreground with zoo.cfg in the configuration folder.
set -eu

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
if [ "${1:-}" != start-foreground ]; then
  echo "usage: $0 start-foreground [zoo.cfg]" >&2
  exit 1
fi
config="${2:-$ZOOCFGDIR/zoo.cfg}"

# Unquoted on purpose: JVMFLAGS and SERVER_JVMFLAGS are lists of flags.
# shellcheck disable=SC2086
exec java "-Dzookeeper.log.dir=${ZOO_LOG_DIR:-$home/logs}" "-Xmx${ZK_SERVER_HEAP:-1000}m" ${SERVER_JVMFLAGS:-} ${JVMFLAGS:-} \
  -cp "$ZOOCFGDIR:$home/lib/*" org.apache.zookeeper.server.quorum.QuorumPeerMain "$config"

#!/bin/bash
# Runs a server with a properties file; further arguments (--override name=value) are passed to the server.
set -eu

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
if [ $# -lt 1 ]; then
  echo "usage: $0 server.properties [--override name=value]..." >&2
  exit 1
fi
export KAFKA_LOG4J_OPTS="${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$here/../config/log4j2.yaml}"
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G}"
exec "$here/kafka-run-class.sh" kafka.Kafka "$@"

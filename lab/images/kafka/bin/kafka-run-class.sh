#!/bin/bash
# Runs a class of Kafka with the same environment variables as Kafka's own scripts.
set -eu

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
: "${LOG_DIR:=$home/logs}"
: "${KAFKA_LOG4J_OPTS:=-Dlog4j2.configurationFile=$home/config/tools-log4j2.yaml}"
: "${KAFKA_HEAP_OPTS:=-Xmx256M}"
: "${KAFKA_JVM_PERFORMANCE_OPTS:=-server -XX:+UseG1GC -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"
: "${KAFKA_JMX_OPTS:=}"
: "${KAFKA_OPTS:=}"
: "${KAFKA_GC_LOG_OPTS:=}"
: "${JMX_PORT:=}"
[ -z "$JMX_PORT" ] || KAFKA_JMX_OPTS="$KAFKA_JMX_OPTS -Dcom.sun.management.jmxremote.port=$JMX_PORT"

# Unquoted on purpose: each variable is a list of flags.
# shellcheck disable=SC2086
exec java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS $KAFKA_GC_LOG_OPTS $KAFKA_JMX_OPTS \
  "-Dkafka.logs.dir=$LOG_DIR" $KAFKA_LOG4J_OPTS -cp "${CLASSPATH:+$CLASSPATH:}$home/libs/*" $KAFKA_OPTS "$@"

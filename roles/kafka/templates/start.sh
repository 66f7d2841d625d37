#!/bin/bash
{{> managed}}
# The image's entry point supports static voters only. These are its own scripts, called for a quorum that can grow.
set -e
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --cluster-id {{quote kafka_cluster_id}} \
  --config /mnt/shared/config/server.properties{{#if kafka_is_first_controller}} --standalone{{else}}{{#if kafka_controller}} --no-initial-controllers{{/if}}{{/if}}
exec /opt/kafka/bin/kafka-server-start.sh /mnt/shared/config/server.properties

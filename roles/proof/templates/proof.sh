#!/bin/sh
{{> managed}}
# Reads the committed records of the pipeline's topics, recomputes the expected output, and compares them.
# It changes nothing and removes its own files. --until MS: windows that end later are treated as open.
set -eu

work={{quote data_dir}}/proof
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
rm -rf "$work"
mkdir -m 0700 "$work"

# Kafka's own programs in a separate container, so that they do not use the brokers' memory.
kafka() {
  program=$1
  shift
  docker run --rm --network host --memory 512m -e KAFKA_HEAP_OPTS=-Xmx192m \
    -e JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 \
    --entrypoint "/opt/kafka/bin/$program" {{quote (lookup image_lock kafka_image kafka_image)}} --bootstrap-server {{quote (join kafka_brokers ",")}} "$@"
}

# Control characters separate fields and records: keys and values of malformed records may contain tabs and line breaks.
consume() {
  file=$1
  shift
  kafka kafka-console-consumer.sh "$@" --command-property isolation.level=read_committed \
    --formatter-property print.partition=true --formatter-property print.offset=true \
    --formatter-property print.headers=true --formatter-property print.key=true \
    --formatter-property "key.separator=$(printf '\037')" --formatter-property "line.separator=$(printf '\036')" \
    --formatter-property "headers.separator=$(printf '\035')" --formatter-property "null.literal=$(printf '\032')" \
    >"$work/$file" 2>"$work/$file.log" || { cat "$work/$file.log" >&2; return 1; }
}

# Topics that the job writes grow at every checkpoint. The consumer stops in the pause between two.
committed() {
  consume "$1" --topic "$2" --from-beginning --timeout-ms 7000
}

all() {
  for one in "$@"; do wait "$one"; done
}

committed stats outlier_stats & stats=$!
committed malformed malformed_sensors & malformed=$!
committed clean clean_sensors & clean=$!
all "$stats" "$malformed" "$clean"

# Raw records last, so that they cover all records read before. Each partition is read up to its current end.
kafka kafka-get-offsets.sh --topic raw_sensors >"$work/ends" 2>"$work/ends.log" || { cat "$work/ends.log" >&2; exit 1; }
readers=
while IFS=: read -r topic partition end; do
  [ "$topic" = raw_sensors ] && [ "$end" -gt 0 ] || continue
  consume "raw.$partition" --topic raw_sensors --partition "$partition" --offset earliest --max-messages "$end" \
    --timeout-ms 60000 </dev/null &
  readers="$readers $!"
done <"$work/ends"
all $readers
for partition in "$work"/raw.*[0-9]; do cat "$partition"; done >"$work/raw"

docker run --rm --network host --memory {{ proof_memory_limit }} -v "$work:/topics:ro" \
  -v {{quote project_dir}}/proof/proof.mjs:/proof.mjs:ro \
{{#if druid_user}}
  -v {{quote project_dir}}/proof/login:/login:ro \
{{/if}}
  {{quote (lookup image_lock sensors_image sensors_image)}} node /proof.mjs \
  --raw /topics/raw --clean /topics/clean --stats /topics/stats --malformed /topics/malformed \
  --druid {{quote druid_url}} --druid-wait-seconds {{ proof_druid_seconds }} {{#if druid_user}}--druid-login /login {{/if}}\
  --filter-window {{ job_filter_window }} --threshold {{ job_threshold }} --warm-up {{ job_warm_up }} \
  --mad-floor {{ job_mad_floor }} --lateness-seconds {{ job_lateness_seconds }} \
  --state-ttl-hours {{ job_state_ttl_hours }} --window-minutes {{ job_window_minutes }} \
  --least-windows {{ proof_least_windows }} --least-outliers {{ proof_least_outliers }} "$@"

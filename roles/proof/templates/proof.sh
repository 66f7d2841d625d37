#!/bin/sh
{{> managed}}
# Reads the committed records of the last windows, recomputes the expected output, and compares them.
# It changes nothing and removes its own files. --until MS: windows that end later are treated as open.
# PROOF_HOURS: how far back it looks.
set -eu

work={{quote data_dir}}/proof
finish() {
  for container in "$work"/*.container; do
    [ ! -e "$container" ] || docker kill "$(cat "$container")" >/dev/null 2>&1 || true
  done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
rm -rf "$work"
mkdir -m 0700 "$work"

# kafka FILE PROGRAM [ARGUMENT…] runs one of Kafka's own programs in a separate container, so that it does not use the brokers' memory. It
# writes its output to FILE by itself: Docker would pass on each of its many small writes.
kafka() {
  file=$1 program=$2
  shift 2
  : >"$work/$file"
  # Whatever the image's user is: nobody else can enter the folder.
  chmod 0666 "$work/$file"
  docker run --rm --cidfile "$work/$file.container" --log-driver none --network host --memory 192m -e KAFKA_HEAP_OPTS=-Xmx40m \
    -e KAFKA_JVM_PERFORMANCE_OPTS='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss256k' -v "$work/$file:/output" \
    --entrypoint sh {{quote (lookup image_lock kafka_image kafka_image)}} -c 'program=$1; shift; exec timeout 900 "$program" "$@" >/output' sh \
    "/opt/kafka/bin/$program" --bootstrap-server {{quote (join kafka_brokers ",")}} "$@" 2>"$work/$file.log" ||
    [ -e "$work/$file.stopped" ] || { cat "$work/$file.log" >&2; return 1; }
  rm "$work/$file.container"
}

# Control characters separate fields and records: keys and values of malformed records may contain tabs and line breaks.
consume() {
  file=$1
  shift
  kafka "$file" kafka-console-consumer.sh "$@" --command-property isolation.level=read_committed \
    --command-property max.partition.fetch.bytes=524288 --command-property fetch.max.bytes=2097152 \
    --formatter-property print.timestamp=true --formatter-property print.partition=true \
    --formatter-property print.offset=true --formatter-property print.headers=true --formatter-property print.key=true \
    --formatter-property "key.separator=$(printf '\037')" --formatter-property "line.separator=$(printf '\036')" \
    --formatter-property "headers.separator=$(printf '\035')" --formatter-property "null.literal=$(printf '\032')"
}

all() {
  for one in "$@"; do wait "$one"; done
}

# offsets TIME FILE: the first offset of each partition that is not older, in milliseconds, or `earliest` or `latest`.
offsets() {
  kafka "$2" kafka-get-offsets.sh --topic 'raw_sensors|clean_sensors|outlier_stats|malformed_sensors' --time "$1"
}

until=$(date +%s)
previous=
for argument in "$@"; do
  [ "$previous" != --until ] || until=$((argument / 1000))
  previous=$argument
done

offsets earliest earliest & earliest=$!
offsets latest latest & latest=$!

# The filter remembers a number of readings of each sensor: they precede the windows that are proved. Too many records: fewer windows.
window=$(({{ job_window_minutes }} * 60))
hours=${PROOF_HOURS-}
[ -n "$hours" ] || hours={{ proof_hours }}
seconds=$(awk -v hours="$hours" 'BEGIN { printf "%d", hours * 3600 }')
note=
while :; do
  from=$(((until - seconds) / window * window))
  since=$((from - {{ proof_warm_up_minutes }} * 60))
  [ "$since" -gt 0 ] || since=0
  offsets "${since}000" found & found=$!
  all $earliest $latest "$found"
  earliest='' latest=''
  # A partition without a later record begins at its end.
  awk -F: 'NR == FNR { found[$1 ":" $2] = $3; next } { name = $1 ":" $2; print name ":" (name in found ? found[name] : $3) }' \
    "$work/found" "$work/latest" >"$work/starts"
  records=$(awk -F: 'NR == FNR { start[$1 ":" $2] = $3; next } $1 == "raw_sensors" { sum += $3 - start[$1 ":" $2] } END { printf "%d", sum }' \
    "$work/starts" "$work/latest")
  [ "$records" -gt {{ proof_most_records }} ] && [ "$seconds" -gt "$window" ] || break
  seconds=$((seconds / 2))
  note="windows before the last $seconds s: there are more than {{ proof_most_records }} raw records (proof_most_records)"
done

# Topics that the job writes grow at every checkpoint, so that their end is never reached. The reader is stopped in the pause between two. It
# starts by timestamp, a little earlier than needed, because it counts from the moment at which it starts.
committed() {
  written=$work/$1 topic=$2
  : >"$written"
  awk -F: -v topic="$topic" 'NR == FNR { start[$1 ":" $2] = $3; next } $1 == topic && $3 > start[$1 ":" $2] { more = 1 } END { exit !more }' \
    "$work/starts" "$work/latest" || return 0
  back=$(($(date +%s) - since + 300))
  [ "$back" -gt 300 ] || back=300
  consume "$1" --topic "$topic" --command-property "auto.offset.reset=by_duration:PT${back}S" --timeout-ms 60000 &
  reader=$! size=0 quiet=0
  while [ "$quiet" -lt 7 ] && kill -0 "$reader" 2>/dev/null; do
    sleep 1
    before=$size size=$(wc -c <"$written")
    if [ "$size" -gt "$before" ] || [ "$size" = 0 ]; then quiet=0; else quiet=$((quiet + 1)); fi
  done
  if [ "$quiet" = 7 ]; then
    : >"$written.stopped"
    docker stop "$(cat "$written.container")" >/dev/null
  fi
  wait "$reader"
}

committed stats outlier_stats & stats=$!
committed malformed malformed_sensors & malformed=$!
committed clean clean_sensors & clean=$!
all "$stats" "$malformed" "$clean"

# Raw records last, so that they cover all records read before. Each partition is read up to its current end. Three readers at once need up to
# 300 MB together.
offsets latest ends
sort -t: -k3 -nr "$work/ends" >"$work/largest"
readers=
while IFS=: read -r topic partition end; do
  [ "$topic" = raw_sensors ] || continue
  start=$(awk -F: -v partition="$partition" '$1 == "raw_sensors" && $2 == partition { print $3 }' "$work/starts")
  [ "$end" -gt "$start" ] || continue
  consume "raw.$partition" --topic raw_sensors --partition "$partition" --offset "$start" --max-messages "$((end - start))" \
    --timeout-ms 60000 </dev/null &
  readers="$readers $!"
  case $readers in
    *' '*' '*' '*)
      all $readers
      readers=
      ;;
  esac
done <"$work/largest"
all $readers
: >"$work/raw"
for partition in "$work"/raw.*[0-9]; do
  [ ! -e "$partition" ] || { cat "$partition" >>"$work/raw"; rm "$partition"; }
done

docker run --rm --network host --memory {{ proof_memory_limit }} -v "$work:/topics:ro" \
  -v {{quote project_dir}}/proof/proof.mjs:/proof.mjs:ro -v {{quote project_dir}}/filters:/filters:ro \
{{#if druid_user}}
  -v {{quote project_dir}}/proof/login:/login:ro \
{{/if}}
  {{quote (lookup image_lock sensors_image sensors_image)}} node --max-old-space-size=128 --max-semi-space-size=8 /proof.mjs \
  --raw /topics/raw --clean /topics/clean --stats /topics/stats --malformed /topics/malformed \
  --starts /topics/starts --earliest /topics/earliest --from "${from}000" --since "${since}000" --filters /filters \
  ${note:+--note "$note"} \
  --druid {{quote druid_url}} --druid-wait-seconds {{ proof_druid_seconds }} {{#if druid_user}}--druid-login /login {{/if}}\
  --filter-window {{ job_filter_window }} --threshold {{ job_threshold }} --warm-up {{ job_warm_up }} \
  --mad-floor {{ job_mad_floor }} --lateness-seconds {{ job_lateness_seconds }} \
  --state-ttl-hours {{ job_state_ttl_hours }} --window-minutes {{ job_window_minutes }} \
  --least-windows {{ proof_least_windows }} --least-outliers {{ proof_least_outliers }} "$@"

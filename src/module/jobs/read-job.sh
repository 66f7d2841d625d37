#!/bin/sh
# Prints the state of a background job: lines `state STATE`, `exit STATUS` and `module NAME`, an empty line and what it has printed; its errors
# follow on standard error. STATE is none, running, ended (by itself), timeout, interrupted (by a run) or lost (something else ended it).
# @read
#
# Variables: job, its ID. patience, the seconds for which to wait for its end. damaged, the exit status if something in the state folder
# cannot be used: then it prints what is wrong, and its path.
# Functions: those of state-folder.sh.
# shellcheck disable=SC2154

# runs: whether the process that watches over the job lives.
runs() {
  now=''
  { read -r now </proc/sys/kernel/random/boot_id; } 2>/dev/null
  { read -r pid begun boot <"$folder/process" && [ "$boot" = "$now" ] && read -r stat <"/proc/$pid/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*") "}
  [ "$1" != Z ] && [ "${20}" = "$begun" ]
}

state_folder
folder=$base/async/$job
for above in "$base" "$base/async" "$folder"; do
  usable "$above" folder || exit "$damaged"
done
if [ ! -d "$folder" ]; then
  echo 'state none'
  exit 0
fi
naps=0
while [ ! -e "$folder/end" ] && runs; do
  if [ "$naps" -ge "$((patience * 20))" ]; then
    echo 'state running'
    exit 0
  fi
  sleep 0.05
  naps=$((naps + 1))
done
state=lost status=''
{ read -r state status <"$folder/end"; } 2>/dev/null
read -r module <"$folder/module"
printf 'state %s\nexit %s\nmodule %s\n\n' "$state" "$status" "$module"
cat -- "$folder/out"
cat -- "$folder/err" >&2
exit 0

#!/bin/sh
# Starts a background job, which neither the end of the connection nor that of the run ends. Its folder, async/ID in the state folder, is also its
# run's folder: what it makes for a moment is recorded there.
#   module    the module
#   process   process id and start time of the supervisor, and the host's boot
#   out, err  what the job has printed
#   end       how it ended: `ended STATUS`, `timeout` or `interrupted`
# @write
#
# Variables: job, its ID. module. limit, the seconds after which it is ended. damaged, the exit status if something in the state folder
# cannot be used: then it prints what is wrong, and its path. kept, the seconds for which an ended job is kept.
# Exit status 74: the state folder cannot be written.
# Functions: work, the job itself. end_commands, end-commands.sh as a function. Those of state-folder.sh, run-functions.sh and process-tree.sh.
# shellcheck disable=SC2034,SC2154,SC2174

# forget_old_jobs: removes the jobs that ended long ago.
forget_old_jobs() {
  now=$(date +%s)
  for old in "$base"/async/*; do
    last=$old/end
    if [ ! -e "$last" ]; then
      last=$old/process
      { read -r pid begun boot <"$last"; } 2>/dev/null || continue
      if is_alive "$pid" "$begun"; then continue; fi
    fi
    ended=$(stat -c %Y -- "$last") || continue
    if [ "$((now - ended))" -gt "$kept" ]; then remove_leftovers "$old"; fi
  done
}

# end_work STATE: ends the job. A package manager is waited for.
end_work() {
  is_alive "$worker" "$worker_started" || return
  echo "$1" >"$run/over"
  root=$worker
  # A stopped shell begins nothing more.
  kill -STOP "$worker"
  while
    left=$(end_commands)
    case $left in *spared*) true ;; *) false ;; esac
  do command sleep 1; done
  kill -KILL "$worker"
}

# watch_time: ends the job after its time.
watch_time() {
  is_over=''
  trap 'is_over=yes' TERM
  command sleep "$limit" &
  nap=$!
  [ -n "$is_over" ] || wait "$nap"
  kill "$nap"
  [ -n "$is_over" ] || end_work timeout
}

# supervise: runs the job, and keeps how it ended.
supervise() {
  worker='' worker_started='' interrupted=''
  trap 'interrupted=yes; end_work interrupted' TERM
  # The job opens nothing by a name that is removed next.
  exec 7<"$run/input"
  rm -f -- "$run/input"
  work <&7 7<&- >"$run/out" 2>"$run/err" 9>&2 &
  worker=$!
  process_stat "$worker"
  worker_started=$started
  if [ -n "$interrupted" ]; then end_work interrupted; fi
  exec 7<&-
  watch_time &
  timer=$!
  while
    wait "$worker"
    status=$?
    process_stat "$worker" && [ "$started" = "$worker_started" ] && [ "$state" != Z ]
  do :; done
  kill "$timer" 2>/dev/null
  state=ended
  if [ -e "$run/over" ]; then
    read -r state <"$run/over"
    remove_temporaries "$run"
  fi
  echo "$state $status" >"$run/.end"
  mv -f -- "$run/.end" "$run/end"
}

usable "$base/async" folder || exit "$damaged"
mkdir -p -m 0700 -- "$base/async" || exit 74
forget_old_jobs
run=$base/async/$job
mkdir -m 0700 -- "$run" || exit 74
{ echo "$module" >"$run/module" && : >"$run/out" && : >"$run/err" && cat >"$run/input"; } || exit 74
(
  trap '' HUP INT
  supervise </dev/null >/dev/null 2>&1 8<&- 9>&1
) &
process_stat $! || exit 74
boot=''
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
echo "$! $started $boot" >"$run/process" || exit 74
exit 0

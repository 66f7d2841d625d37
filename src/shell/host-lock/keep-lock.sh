#!/bin/sh
# Keeps the host's lock (open as file descriptor 8) beside the shell that has taken it. Ends that shell if nobody renews the lease: then
# the client has fallen silent. Once the shell is gone, keeps the lock until the run's watchdogs have ended what they watch over.
# @write
#
# Positional parameters: process id and start time of the shell; the lease, in seconds without a renewal; the run's id. The last one is
# for readers of the process list, and for other runs.
# Signals: USR1 renews the lease, USR2 wakes it, TERM ends it.
# Time is the host's uptime, so a change of its clock matters nothing.

holder=$1
holder_started=$2
lease=$3
watched="watchdog of provision, run $4"

lives() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  begun=$2
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  [ "${20}" = "$begun" ] && [ "$1" != Z ]
}

now() {
  read -r up rest </proc/uptime
  up=${up%%.*}
}

# pause SECONDS: returns earlier after a signal.
pause() {
  sleep "$1" 8<&- &
  nap=$!
  if ! wait "$nap"; then kill "$nap" 2>/dev/null; fi
  nap=
}

watchdogs_live() {
  for entry in /proc/[0-9]*/cmdline; do
    { IFS= read -r line <"$entry"; } 2>/dev/null
    case $line in
      *"$watched"*) return 0 ;;
    esac
  done
  return 1
}

now
renewed=$up
trap 'now; renewed=$up' USR1
trap : USR2
trap 'kill ${nap:-} 2>/dev/null; exit 0' TERM
trap "" HUP INT
while lives "$holder" "$holder_started"; do
  now
  if [ "$((up - renewed))" -gt "$lease" ]; then kill -KILL "$holder"; fi
  pause 2
done
# Other users' processes may be invisible (hidepid): their watchdogs need at most this long.
if [ ! -r /proc/1/stat ]; then pause 20; fi
while watchdogs_live; do pause 0.5; done

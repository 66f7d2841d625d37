#!/bin/sh
# Watches over a shell that changes the host. Once the shell that holds the host's lock has ended, the client is gone or silent: ends what
# the watched shell is running, then that shell, and removes what the run has left. A package manager is waited for. A run that ends as it
# should ends its watchdogs.
# @write
#
# Positional parameters: process id and start time of the watched shell; the same of the one that holds the lock; the lock's folder; the
# run's folder. The last one is for readers of the process list, and for the keeper (keep-lock.sh).
# Functions: those of paths/walk.sh, run-functions.sh and process-tree.sh. end_commands, end-commands.sh as a function: ends what the shell `root` is running.
# shellcheck disable=SC2034,SC2086,SC2154

root=$1
root_started=$2
holder=$3
holder_started=$4
folder=$5
run=$6
sudos=

pause() {
  sleep "$1" &
  nap=$!
  wait "$nap"
  nap=
}

# Whether the lock's holder has ended. If it cannot be seen (hidepid), the lock is free once it has.
holder_gone() {
  if [ -n "$visible" ]; then
    ! is_alive "$holder" "$holder_started"
  else
    command flock -n 8 8<&8
  fi
}

# sudos_above PID: sets sudos to the processes of the sudo that runs the watched shell, from PID upwards, `PID:STARTED`.
sudos_above() {
  sudos=
  ancestor=$1
  while process_stat "$ancestor" && [ "$name" = sudo ]; do
    sudos="$sudos $ancestor:$started"
    ancestor=$parent
  done
}

# continue_sudos: lets sudo end; fails if it has. It stops itself when it sees that the shell was stopped, which may be after the shell was
# killed, and would wait for ever.
continue_sudos() {
  running=
  for sudo in $sudos; do
    if is_alive "${sudo%:*}" "${sudo#*:}"; then
      running=yes
      kill -CONT "${sudo%:*}"
    fi
  done
  [ -n "$running" ]
}

trap 'kill ${nap:-} 2>/dev/null; exit 0' TERM
trap "" HUP INT
visible=yes
if ! is_alive "$holder" "$holder_started" && [ ! -r /proc/1/stat ]; then
  visible=
  exec 8<"$folder"
fi
until holder_gone; do pause 1; done
if is_alive "$root" "$root_started"; then
  # A stopped shell begins none of the scripts that are still in its input.
  sudos_above "$parent"
  kill -STOP "$root"
  while
    ended=$(end_commands)
    case $ended in *spared*) true ;; *) false ;; esac
  do pause 1; done
  kill -KILL "$root"
  continue_sudos
fi
remove_leftovers "$run"
rmdir "${run%/*}" 2>/dev/null
rounds=0
while [ "$rounds" -lt 10 ] && continue_sudos; do
  rounds=$((rounds + 1))
  pause 1
done
exit 0

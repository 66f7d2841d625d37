#!/bin/sh
# Functions for the shell that holds the host's lock. The lock is that of `flock` on a folder that every user can read, so one run holds
# it, whatever user it logs in as. The shell keeps it until `release_lock`, or until it ends; then a keeper (keep-lock.sh) holds it for as
# long as something of the run still changes the host.
# @write
#
# File descriptors: 6, the folder; 9, see tools.sh.
#
# Variables: id, the run's. who, who started it. lease, seconds without a renewal after which the keeper ends this shell. keeper, the text
# of keep-lock.sh. locked, the exit status if another run holds the lock.
# Functions and variables: those of run-functions.sh and lock-folder.sh.
# shellcheck disable=SC2154

# take_lock: tries to take the lock, and prints `PID STARTED FOLDER` of its holder. If another run holds it, prints that run.
take_lock() {
  if [ ! -r "$lock_folder" ]; then
    echo "$lock_folder cannot be read" >&2
    return 74
  fi
  exec 6<"$lock_folder"
  command flock -n 6 6<&6 9>&-
  case $? in
    0) ;;
    1)
      exec 6<&-
      lock_holder || :
      return "$locked"
      ;;
    *) return 74 ;;
  esac
  process_stat $$
  printf '%s\n' "$keeper" |
    sh -s -- $$ "$started" "$lease" "$id" "${keeps}run $id of $who, process $$ there" 8<&6 6<&- 9>&- >/dev/null 2>&1 &
  keeper_process=$!
  # The keeper wakes at once, and does not wait for its next look.
  trap 'kill -USR2 "$keeper_process" 2>/dev/null' EXIT
  echo "$$ $started $lock_folder"
}

# release_lock: the run has ended.
release_lock() {
  trap - EXIT
  kill -TERM "$keeper_process"
  wait "$keeper_process"
  exec 6<&-
}

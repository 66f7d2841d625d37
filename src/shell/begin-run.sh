#!/bin/sh
# Takes the lock, cleans up after dead runs and makes the run's folder. Prints the pending handlers, one per line. If another run holds
# the lock, prints who that is.
# @write
#
# Variables: id, the run's. holder, who holds the lock from now on. locked, the exit status if another run holds it.
# Functions: those of state-folder.sh and run-functions.sh.
# Exit status 74: the state folder cannot be written.
# shellcheck disable=SC2015,SC2154,SC2174

state_folder
mkdir -p -- "$base" && chmod 0700 "$base" && mkdir -p "$base/run" || exit 74
new=$base/lock.$id
mkdir "$new" && printf '%s\n%s\n' "$(connection_process $$)" "$holder" >"$new/holder" || exit 74
tries=0
# `mv -T` fails if the lock exists, so only one run gets it.
until mv -T "$new" "$base/lock" 2>/dev/null; do
  lock_process=
  lock_holder=
  { read -r lock_process && read -r lock_holder; } <"$base/lock/holder" 2>/dev/null
  case $lock_holder in
    "run $id "*)
      rm -rf "$new"
      break
      ;;
  esac
  # shellcheck disable=SC2086
  set -- $lock_process
  tries=$((tries + 1))
  if [ -n "$lock_process" ] && is_alive "$1" "$2" || [ "$tries" -gt 5 ]; then
    rm -rf "$new"
    printf %s "$lock_holder"
    exit "$locked"
  fi
  # The holder is dead. Another run may have replaced its lock meanwhile: then that run gets its lock back.
  if mv -T "$base/lock" "$base/dead.$id" 2>/dev/null; then
    moved=
    { read -r moved; } <"$base/dead.$id/holder" 2>/dev/null
    if [ "$moved" = "$lock_process" ]; then
      rm -rf "$base/dead.$id"
    else
      mv -T "$base/dead.$id" "$base/lock"
    fi
  fi
done
for old in "$base"/run/*; do
  [ -d "$old" ] && [ "$old" != "$run" ] && remove_leftovers "$old"
done
rm -rf "$base"/lock.* "$base"/dead.*
mkdir -p -m 0700 "$run" || exit 74
list_pending
exit 0

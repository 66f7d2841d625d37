#!/bin/sh
# Takes the lock, cleans up after dead runs and makes the run's folder. Prints the pending handlers, as list_pending does. If another
# run holds the lock, prints who that is. If something in the state folder cannot be used, prints what is wrong, and its path.
# @write
#
# Variables: id, the run's. holder, who holds the lock from now on. locked, the exit status if another run holds it. damaged, the exit
# status if something in the state folder cannot be used.
# Functions: those of state-folder.sh and run-functions.sh.
# Exit status 74: the state folder cannot be written.
# shellcheck disable=SC2015,SC2154,SC2174

# is_holder PROCESS HOLDER: whether both are as a run writes them. Both are empty if the run died while it made or removed the lock.
is_holder() {
  case $1 in *[!0-9\ ]*) return 1 ;; esac
  case $2 in
    'run '*) [ -n "$1" ] ;;
    *) [ -z "$1$2" ] ;;
  esac
}

state_folder
usable "$base" folder || exit "$damaged"
mkdir -p -m 0700 -- "$base" || exit 74
# Another user may have made it meanwhile. From here on, none can put anything into it.
usable "$base" folder || exit "$damaged"
chmod 0700 "$base" || exit 74
usable_state || exit "$damaged"
mkdir -p "$base/run" || exit 74
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
  if ! is_holder "$lock_process" "$lock_holder"; then
    rm -rf "$new"
    printf '%s\n%s\n' 'does not say which run holds it' "$base/lock"
    exit "$damaged"
  fi
  # shellcheck disable=SC2086
  set -- $lock_process
  tries=$((tries + 1))
  if [ -n "$lock_process" ] && is_alive "$1" "$2" || [ "$tries" -gt 5 ]; then
    rm -rf "$new"
    printf '%s, process %s there' "$lock_holder" "$1"
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
rm -rf "$base"/lock.* "$base"/dead.* "$base"/pending/.[!.]*
mkdir -p -m 0700 "$run" || exit 74
list_pending
exit 0

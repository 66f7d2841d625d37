#!/bin/sh
# Cleans up after dead runs and makes the run's folder; the run holds the host's lock. Prints the pending handlers, as list_pending does.
# If a run of an older version holds its lock, which was a folder, prints who that is. If something in the state folder cannot be used,
# prints what is wrong, and its path.
# @write
#
# Variables: id, the run's. locked, the exit status if another run holds the lock. damaged, the exit status if something in the state
# folder cannot be used.
# base, run and functions: those of state-folder.sh and run-functions.sh.
# Exit status 74: the state folder cannot be written.
# shellcheck disable=SC2015,SC2154,SC2174

# is_holder PROCESS HOLDER: whether both are as a run wrote them. Both are empty if the run died while it made or removed the lock.
is_holder() {
  case $1 in *[!0-9\ ]*) return 1 ;; esac
  case $2 in
    'run '*) [ -n "$1" ] ;;
    *) [ -z "$1$2" ] ;;
  esac
}

usable "$base" folder || exit "$damaged"
[ -d "$base" ] || mkdir -p -m 0700 -- "$base" || exit 74
# Another user may have made it meanwhile. From here on, none can put anything into it.
usable "$base" folder || exit "$damaged"
chmod 0700 "$base" || exit 74
usable_state || exit "$damaged"
if [ -e "$base/lock" ]; then
  lock_process=
  lock_holder=
  { read -r lock_process && read -r lock_holder; } <"$base/lock/holder" 2>/dev/null
  if ! is_holder "$lock_process" "$lock_holder"; then
    printf '%s\n%s\n' 'does not say which run holds it' "$base/lock"
    exit "$damaged"
  fi
  # shellcheck disable=SC2086
  set -- $lock_process
  # A process that cannot be seen (hidepid) may live.
  if [ -n "$lock_process" ] && { is_alive "$1" "$2" || [ ! -r /proc/1/stat ]; }; then
    printf '%s, process %s there' "$lock_holder" "$1"
    exit "$locked"
  fi
  rm -rf "$base/lock"
fi
for old in "$base"/run/*; do
  [ -d "$old" ] && [ "$old" != "$run" ] && remove_leftovers "$old"
done
for litter in "$base"/lock.* "$base"/dead.* "$base"/pending/.[!.]*; do
  if [ -e "$litter" ] || [ -h "$litter" ]; then rm -rf -- "$litter"; fi
done
mkdir -p -m 0700 "$run" || exit 74
list_pending
exit 0

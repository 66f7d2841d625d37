#!/bin/sh
# Functions that find the folder in which runs keep their state on this host, and list the handlers in it.
# @read
#
# Variables: id, the run's; empty in check mode.
# shellcheck disable=SC2034,SC2154,SC3067

# state_folder: sets base, the state folder of the current user, and run, the folder of this run in it.
state_folder() {
  if [ "$(id -u)" = 0 ]; then
    base=/var/lib/provision
  elif [ -w "$HOME" ]; then
    base=${XDG_STATE_HOME:-$HOME/.local/state}/provision
  else
    base=/tmp/provision-$(id -u)
  fi
  run=$base/run/$id
}

# usable PATH KIND: whether nothing is there yet, or a folder or file of the current user. If not, prints what is wrong, and the path.
# A link is not followed: another user may have put it there.
usable() {
  wrong=
  if [ -L "$1" ]; then
    wrong='is a symbolic link'
  elif [ ! -e "$1" ]; then
    return 0
  elif [ "$2" = folder ] && [ ! -d "$1" ]; then
    wrong='is not a folder'
  elif [ "$2" = file ] && [ ! -f "$1" ]; then
    wrong='is not a regular file'
  elif [ ! -O "$1" ]; then
    wrong='belongs to another user'
  elif [ ! -r "$1" ]; then
    wrong='cannot be read'
  elif [ "$2" = file ] && [ "$(wc -c <"$1")" -gt 65536 ]; then
    wrong='is larger than a run makes it'
  fi
  [ -n "$wrong" ] || return 0
  printf '%s\n%s\n' "$wrong" "$1"
  return 1
}

# usable_state: the same for everything in the state folder.
usable_state() {
  for folder in "$base" "$base/run" "$base/pending" "$base/lock" "$base"/run/*; do
    usable "$folder" folder || return 1
  done
  for file in "$base/lock/holder" "$base"/pending/* "$base"/run/*/*; do
    usable "$file" file || return 1
  done
}

# list_pending: prints the pending handlers: for each its path after `=`, then the lines of its file after a blank.
list_pending() {
  for file in "$base"/pending/*; do
    [ -f "$file" ] || continue
    printf '=%s\n' "$file"
    while IFS= read -r line || [ -n "$line" ]; do
      printf ' %s\n' "$line"
    done <"$file"
  done
}

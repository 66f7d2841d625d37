#!/bin/sh
# Functions that find the folder in which runs keep their state on this host, and list the handlers in it.
# @read
#
# Variables: id, the run's; empty in check mode.
# shellcheck disable=SC2034,SC2154

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

# list_pending: prints the keys of the pending handlers, one per line.
list_pending() {
  for file in "$base"/pending/*; do
    [ -f "$file" ] && cat -- "$file"
  done
}

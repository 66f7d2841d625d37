#!/bin/sh
# Says which systemd a script asks: that of the system, or that of the current user.
# @read
#
# Variables: scope, `system` or `user`.
# Functions: with_environment, of the module's script. checked, of the shell.
# shellcheck disable=SC2034,SC2154

if [ "$scope" = user ]; then
  user=$(id -u) || exit
  # `su` keeps the variable of another user.
  [ ! -d "/run/user/$user" ] || XDG_RUNTIME_DIR=/run/user/$user
  export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$user}"
fi

ask_systemd() {
  if [ "$scope" = user ]; then with_environment systemctl --user "$@"; else with_environment systemctl "$@"; fi
}

# find_systemd: ends the script if that systemd does not run, and sets the folders where units are: own, those of the administrator; runtime,
# until the next boot; generated, the folder above those of generators; vendor, a list of all others.
find_systemd() {
  if [ "$scope" = system ]; then
    [ -d /run/systemd/system ] || {
      echo no-systemd
      exit 0
    }
    own=/etc/systemd/system runtime=/run/systemd/system generated=/run/systemd
    vendor='/usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system'
    return
  fi
  # shellcheck disable=SC2016
  with_environment sh -c '[ -S "$XDG_RUNTIME_DIR/systemd/private" ]' || {
    echo "no-user-systemd $(id -un)"
    exit 0
  }
  paths=$(ask_systemd show --property=UnitPath) || {
    checked systemctl "$?"
    exit
  }
  printf '%s\nUser=%s\n' "$paths" "$user"
  own='' runtime=$XDG_RUNTIME_DIR/systemd/user generated=$XDG_RUNTIME_DIR/systemd vendor=''
  for path in ${paths#UnitPath=}; do
    case $path in
      */systemd/user) if [ -z "$own" ]; then own=$path; else vendor="$vendor $path"; fi ;;
    esac
  done
}

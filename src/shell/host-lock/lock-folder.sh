#!/bin/sh
# Finds the folder whose `flock` is the host's lock, and the run that holds it.
# @read
#
# Variables: PROVISION_LOCK_FOLDER, of the login's environment: the folder, if it is not the usual one.
# shellcheck disable=SC2034

lock_folder=${PROVISION_LOCK_FOLDER-}
if [ -z "$lock_folder" ]; then
  for lock_folder in /run/lock /run /var/lock /tmp; do
    if [ -d "$lock_folder" ] && [ -r "$lock_folder" ]; then break; fi
  done
fi
# How a keeper's last argument begins.
keeps="provision keeps the lock of $lock_folder for "

# lock_holder: prints the run that holds the lock, as its keeper's arguments name it. Fails if no keeper can be seen.
lock_holder() {
  for entry in /proc/[0-9]*/cmdline; do
    { IFS= read -r line <"$entry"; } 2>/dev/null
    case $line in
      *"$keeps"*)
        printf '%s\n' "${line##*"$keeps"}"
        return 0
        ;;
    esac
  done
  return 1
}

#!/bin/sh
# Ends the shell that holds the host's lock, and waits for up to 30 s until the lock is free: the run's watchdogs end what it is doing
# first. Prints `free`, `held`, or `refused` if the shell may not be ended.
# @write
#
# Variables: process, the shell's id.
# Functions and variables: those of lock-folder.sh.
# shellcheck disable=SC2154

kill -TERM "$process" 2>/dev/null || {
  echo refused
  exit 0
}
exec 8<"$lock_folder"
waits=0
until command flock -n 8 8<&8 9>&-; do
  waits=$((waits + 1))
  if [ "$waits" -gt 60 ]; then
    echo held
    exit 0
  fi
  sleep 0.5 8<&-
done
echo free

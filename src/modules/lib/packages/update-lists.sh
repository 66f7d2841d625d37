#!/bin/sh
# Fetches apt's package lists.
# @write
#
# Variables: lock_timeout, in seconds. apt waits by itself for dpkg's lock, but not for the lock of the lists. log, a file for apt's
# output.
# shellcheck disable=SC2154

waited=0
# A source that cannot be reached is an error, not a warning: then the folder's time says when all lists were fetched.
# apt has one exit status for all errors, so its message says whether it was the lock. with_environment sets the locale C.
until with_environment apt-get update -q -o APT::Update::Error-Mode=any >"$log" 2>&1; do
  status=$?
  if ! grep -q 'Could not get lock' "$log" || [ "$waited" -ge "$lock_timeout" ]; then
    cat "$log"
    rm -f -- "$log"
    exit "$status"
  fi
  sleep 2
  waited=$((waited + 2))
done
rm -f -- "$log"
touch -c /var/lib/apt/lists

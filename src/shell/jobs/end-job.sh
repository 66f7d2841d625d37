#!/bin/sh
# Ends a background job, and waits for its end for a few seconds.
# @write
#
# Variables: job, its ID. base, the state folder.
# Functions: those of run-functions.sh.
# shellcheck disable=SC2154

read -r pid begun _ <"$base/async/$job/process" || exit 0
if is_alive "$pid" "$begun"; then kill -TERM "$pid"; fi
naps=0
while [ "$naps" -lt 200 ] && is_alive "$pid" "$begun" && [ "$state" != Z ]; do
  sleep 0.05
  naps=$((naps + 1))
done
exit 0

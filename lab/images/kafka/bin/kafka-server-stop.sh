#!/bin/bash
# Terminates this container's server.
for folder in /proc/[0-9]*; do
  if tr '\0' ' ' 2>/dev/null <"$folder/cmdline" | grep -q ' kafka\.Kafka '; then
    kill -TERM "${folder#/proc/}"
    exit
  fi
done
echo "No kafka server to stop" >&2
exit 1

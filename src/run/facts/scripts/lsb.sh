#!/bin/sh
# Prints the identity of the distribution by the Linux Standard Base: /etc/lsb-release, or else the answer of lsb_release, if the host
# has one of them. ../system.ts reads it.
# @read
#
# Functions: those of limit.sh.

if [ -r /etc/lsb-release ]; then
  while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "$line"; done </etc/lsb-release
elif command -v lsb_release >/dev/null; then
  lsb_release -a 2>/dev/null </dev/null 9>&- &
  end_within 60 $!
fi
true

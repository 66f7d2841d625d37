#!/bin/sh
# Connects to some addresses in parallel and prints how each attempt ended, as lines `NAME VALUE`. parse.ts reads them.
# @read
#
# Positional parameters: host and port of each address, in turn. The output names the addresses by their index.
#
# reach INDEX STATUS REASON         STATUS 0: connected. 124: no answer in time. Else REASON is the error.
# no_reach 1                        bash or timeout is missing
#
# Functions: checked, of the shell.
# bash has one exit status for all errors, so its message says what kind it is. The loop sets the locale C. The message is the last line:
# before it, the loader may complain.

if command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then
  index=0
  while [ "$#" -gt 1 ]; do
    (
      # shellcheck disable=SC2016
      error=$(timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2" 2>&1)
      status=$?
      checked timeout/bash "$status"
      error=${error##*"
"}
      echo "reach $index $status ${error##*: }"
    ) &
    index=$((index + 1))
    shift 2
  done
  wait
else
  echo 'no_reach 1'
fi

#!/bin/sh
# Prints what runs below a shell: for each process without children a line `runs PID NAME`, and a line `as` with its command line.
# @read
#
# Functions: those of run-functions.sh and process-tree.sh.
# shellcheck disable=SC2154

find_tree
for process in $tree; do
  pid=${process%:*}
  case $parents in *" $pid "*) continue ;; esac
  process_stat "$pid" || continue
  [ "$state" != Z ] || continue
  printf 'runs %s %s\n' "$pid" "$name"
  printf 'as %s\n' "$(tr '\000\n' '  ' <"/proc/$pid/cmdline" 2>/dev/null)"
done
exit 0

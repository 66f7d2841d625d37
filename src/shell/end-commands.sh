#!/bin/sh
# Ends everything that runs below a shell: SIGTERM first, and 8 s later SIGKILL, so that all is over within 10 s of an interrupt. A package
# manager is spared, because ending one leaves packages half installed: then nothing is ended.
# Prints `ended COUNT`; then `spared PID NAME`, or `left PID NAME` for each process that cannot be ended.
# @write
#
# Variables: root, the shell's process id.
# Functions: those of run-functions.sh and process-tree.sh.
# shellcheck disable=SC2154

# still_runs PID:STARTED: whether that process exists and is not only waiting for its parent. Sets name.
still_runs() {
  is_alive "${1%:*}" "${1#*:}" && [ "$state" != Z ]
}

# send SIGNAL: to all processes of the tree, and to the process groups that they lead.
send() {
  for process in $tree; do
    if still_runs "$process"; then
      [ "$group" != "${process%:*}" ] || kill "-$1" "-${process%:*}" 2>/dev/null
      kill "-$1" "${process%:*}" 2>/dev/null
    fi
  done
}

# any_runs: whether a process of the tree still runs.
any_runs() {
  for process in $tree; do
    if still_runs "$process"; then return 0; fi
  done
  return 1
}

find_tree
if [ -n "$spared" ]; then
  printf 'ended 0\nspared %s\n' "$spared"
  exit 0
fi
echo "ended $count"
send TERM
waits=0
while [ "$waits" -lt 160 ] && any_runs; do
  sleep 0.05
  waits=$((waits + 1))
done
send KILL
sleep 0.05
for process in $tree; do
  if still_runs "$process"; then echo "left ${process%:*} $name"; fi
done
exit 0

#!/bin/sh
# Ends everything that runs below a shell: SIGTERM first, and after 3 s SIGKILL. A package manager is spared, because ending one leaves
# packages half installed: then nothing is ended.
# Prints `ended COUNT`; then `spared PID NAME`, or `left PID NAME` for each process that cannot be ended.
# @write
#
# Variables: root, the shell's process id.
# Functions: those of run-functions.sh.
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

# A child may have a lower number than its parent, so look again until nothing more is found.
found=" $root "
tree=
count=0
spared=
more=yes
while [ -n "$more" ]; do
  more=
  for entry in /proc/[0-9]*/stat; do
    pid=${entry#/proc/}
    pid=${pid%/stat}
    case $found in *" $pid "*) continue ;; esac
    process_stat "$pid" || continue
    # It has ended; its parent may be stopped.
    if [ "$state" = Z ]; then continue; fi
    case $found in *" $parent "*) ;; *) continue ;; esac
    found="$found$pid "
    tree="$tree $pid:$started"
    count=$((count + 1))
    more=yes
    case $name in
      apt | apt-get | aptitude | dpkg | dnf* | microdnf | yum | rpm | zypper | apk | pacman) spared="$pid $name" ;;
    esac
  done
done
if [ -n "$spared" ]; then
  printf 'ended 0\nspared %s\n' "$spared"
  exit 0
fi
echo "ended $count"
send TERM
waits=0
while [ "$waits" -lt 60 ] && any_runs; do
  sleep 0.05
  waits=$((waits + 1))
done
send KILL
sleep 0.05
for process in $tree; do
  if still_runs "$process"; then echo "left ${process%:*} $name"; fi
done
exit 0

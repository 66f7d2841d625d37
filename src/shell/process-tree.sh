#!/bin/sh
# Finds the processes below a shell.
# @read
#
# Variables: root, the shell's process id.
# Functions: those of run-functions.sh.
# shellcheck disable=SC2034,SC2154

# find_tree: sets tree to all processes, `PID:STARTED`, and count to their number; parents to those that have children, between blanks;
# spared to the package manager among them, `PID NAME`. A child may have a lower number than its parent, so it looks again until nothing
# more is found.
find_tree() {
  found=" $root "
  tree=
  parents=" "
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
      parents="$parents$parent "
      tree="$tree $pid:$started"
      count=$((count + 1))
      more=yes
      case $name in
        apt | apt-get | aptitude | dpkg | dnf* | microdnf | yum | rpm | zypper | apk | pacman) spared="$pid $name" ;;
      esac
    done
  done
}

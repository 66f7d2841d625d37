#!/bin/sh
# Functions for facts that a host may be slow to give, or never gives: a file system of the network that hangs, a directory that does
# not answer.
# @read
# shellcheck disable=SC2154

# has_ended PID: whether a process of this shell has ended, collected or not.
has_ended() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  stat=${stat##*") "}
  case $stat in [ZX]*) return 0 ;; esac
  return 1
}

# end_tree PID: kills a process and all that it has started. A process that the kernel keeps from ending dies without writing anything more.
end_tree() {
  doomed=" $1 "
  more=yes
  while [ -n "$more" ]; do
    more=
    for entry in /proc/[0-9]*/stat; do
      pid=${entry#/proc/}
      pid=${pid%/stat}
      case $doomed in *" $pid "*) continue ;; esac
      { read -r stat <"$entry"; } 2>/dev/null || continue
      stat=${stat##*") "}
      stat=${stat#* }
      case $doomed in *" ${stat%% *} "*) ;; *) continue ;; esac
      doomed="$doomed$pid "
      more=yes
    done
  done
  # shellcheck disable=SC2086
  kill -9 $doomed 2>/dev/null
}

# end_within TICKS PID...: waits until the processes have ended, and kills those that still run after so many twentieths of a second.
end_within() {
  left=$1
  spins=100
  shift
  for started; do
    while ! has_ended "$started"; do
      # Most answer at once: a `sleep` would take longer than they do.
      if [ "$spins" -gt 0 ]; then
        spins=$((spins - 1))
        continue
      fi
      if [ "$left" -le 0 ]; then
        end_tree "$started"
        break
      fi
      sleep 0.05
      left=$((left - 1))
    done
  done
}

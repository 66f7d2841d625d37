#!/bin/sh
# Prints the facts that are always read, one per line, as `NAME VALUE`. ../base.ts reads them.
# @read

# The clock comes first, so that it is read as soon as possible after the request: seconds, then milliseconds. A `date` without %N
# prints something else than digits as the second word.
echo "clock $(date '+%s %s%3N')"
echo "hostname $(cat /proc/sys/kernel/hostname)"
echo "system $(uname -s)"
echo "kernel $(cat /proc/sys/kernel/osrelease)"
echo "architecture $(uname -m)"
echo "cpus $(getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c ^processor /proc/cpuinfo)"
while read -r key value _; do
  case $key in
    MemTotal:) echo "memory_kib $value" ;;
    MemAvailable:) echo "memory_available_kib $value" ;;
  esac
done </proc/meminfo
# Control groups v2, then v1.
for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  [ -r "$file" ] && echo "memory_limit_bytes $(cat "$file")"
done
echo "user $(id -un)"
echo "home $HOME"
echo "init $(cat /proc/1/comm)"
# sudo removes the variable, so the processes above this one are asked. Only root may read those of other users.
pid=$$ connection=${SSH_CONNECTION:-}
while [ -z "$connection" ] && [ "$pid" -gt 1 ]; do
  [ -r "/proc/$pid/environ" ] && connection=$(tr '\000' '\n' <"/proc/$pid/environ" | sed -n 's/^SSH_CONNECTION=//p')
  pid=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status")
  pid=${pid:-1}
done
echo "client_address ${connection%% *}"
# In a subshell, because the file's variables must not replace others.
[ -r /etc/os-release ] && (
  # shellcheck source=/dev/null
  . /etc/os-release
  echo "os_id $ID"
  echo "os_version $VERSION_ID"
  echo "os_codename $VERSION_CODENAME"
  echo "os_like $ID_LIKE"
  echo "os_name $PRETTY_NAME"
)
true

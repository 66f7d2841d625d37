#!/bin/sh
# Prints the architecture, memory and operating system, as lines `NAME VALUE`. parse.ts reads them.
# @read

echo "architecture $(uname -m)"
while read -r key value _; do
  case $key in MemTotal:) echo "memory_kib $value" ;; esac
done </proc/meminfo
# Control groups v2, then v1.
for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  [ -r "$file" ] && echo "memory_limit $(cat "$file")"
done
# shellcheck source=/dev/null
[ -r /etc/os-release ] && (
  . /etc/os-release
  echo "os $ID $ID_LIKE"
  echo "os_name $PRETTY_NAME"
)

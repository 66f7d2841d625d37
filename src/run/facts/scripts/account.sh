#!/bin/sh
# Prints the numbers of the user and the line of /etc/passwd, or of the directory that has the user. ../account.ts reads them.
# @read
#
# Functions: those of limit.sh.

user=$(id -un)
echo "uid $(id -u)"
echo "gid $(id -g)"
found=
if [ -r /etc/passwd ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$user:"*) ;; *) continue ;; esac
    found=$line
    break
  done </etc/passwd
fi
if [ -n "$found" ]; then
  printf 'passwd %s\n' "$found"
elif command -v getent >/dev/null; then
  {
    entry=$(command getent passwd "$user" 2>/dev/null </dev/null 9>&-) && printf 'passwd %s\n' "$entry"
  } &
  end_within 40 $!
fi
true

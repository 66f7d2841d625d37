#!/bin/sh
# Prints a path's missing parent folders, whether something is mounted at or below it, and its target if it is a symbolic link, as
# lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: file, the path. mounts, an extended regular expression for lines of /proc/self/mountinfo; empty: mounts are not checked.
# Positional parameters: the folders above the path, nearest first. The output names them by their index.
#
# blocked INDEX                     the nearest existing ancestor is not a folder
# missing COUNT                     how many of the nearest folders do not exist
# mounted 1
# After an empty line: the target of a symbolic link.
# shellcheck disable=SC2154

count=0
for folder in "$@"; do
  if [ -d "$folder" ]; then
    break
  elif [ -e "$folder" ] || [ -h "$folder" ]; then
    echo "blocked $count"
    break
  fi
  count=$((count + 1))
done
echo "missing $count"
[ -z "$mounts" ] || { grep -qE -e "$mounts" /proc/self/mountinfo 2>/dev/null && echo 'mounted 1'; }
[ ! -h "$file" ] || {
  echo
  readlink -n -- "$file"
}
:

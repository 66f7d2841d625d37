#!/bin/sh
# Prints a path's missing parent folders, whether something is mounted at or below it, and its target if it is a symbolic link, as
# lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: file, the path. mounts, an extended regular expression for lines of /proc/self/mountinfo; empty: mounts are not checked,
# and neither is where the path really is.
# Positional parameters: the folders above the path, nearest first. The output names them by their index.
#
# blocked INDEX                     the nearest existing ancestor is not a folder
# missing COUNT                     how many of the nearest folders do not exist
# locked 1                          nothing can be created or removed in the nearest existing folder
# real PATH                         the path without symbolic links in its folders, if they have any
# mounted 1
# After an empty line: the target of a symbolic link.
# shellcheck disable=SC2154

count=0
nearest=/
for folder in "$@"; do
  if [ -d "$folder" ]; then
    nearest=$folder
    break
  elif [ -e "$folder" ] || [ -h "$folder" ]; then
    echo "blocked $count"
    break
  fi
  count=$((count + 1))
done
echo "missing $count"
[ -w "$nearest" ] || echo 'locked 1'
# mounted PATTERN: whether something is mounted there.
mounted() { grep -qE -e "$1" /proc/self/mountinfo 2>/dev/null; }
if [ -n "$mounts" ]; then
  folder=${file%/*}
  real=$(cd -P -- "${folder:-/}" 2>/dev/null && pwd -P)
  real=${real%/}/${file##*/}
  # As mountinfo spells the path, and then as a regular expression.
  spelt=$(printf '%s' "$real" | sed -e 's/\\/\\\\134/g' -e 's/[].[*^$+?(){}|]/\\&/g' -e 's/ /\\\\040/g')
  if [ "$real" != "$file" ]; then printf 'real %s\n' "$real" | head -n 1; fi
  if mounted "$mounts" || { [ "$real" != "$file" ] && mounted "^([^ ]+ ){4}${spelt}[ /]"; }; then echo 'mounted 1'; fi
fi
[ ! -h "$file" ] || {
  echo
  readlink -n -- "$file"
}
:

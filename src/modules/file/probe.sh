#!/bin/sh
# Prints what is at a path, how many folders above it are missing, whether something is mounted at or below it, and its target if it is a
# symbolic link, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: folder and name, where the path is. file, the path. mounts, an extended regular expression for lines of
# /proc/self/mountinfo; empty: mounts are not checked, and neither is where the path really is. count, how many folders are above it.
# exclusive, 1 to list what is in the folder besides the names in kept, one a line.
# Functions: those of src/shell/paths/walk.sh.
#
# obstacle, where, owner            what `report` prints: the folder cannot be reached
# stat STAT                         what `look` finds
# blocked INDEX                     the folder above with that index, counted from the path, is not a folder
# missing COUNT                     how many of the nearest folders do not exist
# locked 1                          nothing can be created or removed in the nearest existing folder
# real PATH                         the path without symbolic links in its folders, if they have any
# mounted 1
# unlisted 1                        the current user may not list the folder
# entry BASE64                      a name in the folder that kept does not have, in base64
# After an empty line: the target of a symbolic link.
# shellcheck disable=SC2154

stat=absent
if enter "$folder"; then
  look
else
  case $obstacle in
    missing) ;;
    not-folder) echo "blocked $((count - depth - 1))" ;;
    *) report ;;
  esac
fi
echo "stat $stat"
echo "missing $((count - depth))"
[ -w . ] || echo 'locked 1'
# mounted PATTERN: whether something is mounted there.
mounted() { grep -qE -e "$1" /proc/self/mountinfo 2>/dev/null; }
if [ -n "$mounts" ] && [ -z "$obstacle" ]; then
  real=$walked/$name
  # As mountinfo spells the path, and then as a regular expression.
  spelt=$(printf '%s' "$real" | sed -e 's/\\/\\\\134/g' -e 's/[].[*^$+?(){}|]/\\&/g' -e 's/ /\\\\040/g')
  if [ "$real" != "$file" ]; then printf 'real %s\n' "$real" | head -n 1; fi
  if mounted "$mounts" || { [ "$real" != "$file" ] && mounted "^([^ ]+ ){4}${spelt}[ /]"; }; then echo 'mounted 1'; fi
fi
# list_others: prints the names in the working directory that kept does not have.
list_others() {
  for found in ./* ./.[!.]* ./..?*; do
    if [ ! -e "$found" ] && [ ! -h "$found" ]; then continue; fi
    found=${found#./}
    case $found in
      *"$newline"*) ;;
      *) case $newline$kept$newline in *"$newline$found$newline"*) continue ;; esac ;;
    esac
    printf 'entry %s\n' "$(printf %s "$found" | base64 | tr -d '\n')"
  done
}
case $exclusive$stat in
  14???:*) (if [ -r "./$name" ] && cd -P "./$name"; then list_others; else echo 'unlisted 1'; fi) ;;
esac
case $stat in
  a???:*)
    echo
    readlink -n -- "./$name"
    ;;
esac
:

#!/bin/sh
# Prints what is at a path, how many folders above it are missing, whether something is mounted at or below it, and its target if it is a
# symbolic link, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: folder and name, where the path is. file, the path. mounts, an extended regular expression for lines of
# /proc/self/mountinfo; empty: mounts are not checked, and neither is where the path really is. count, how many folders are above it.
# exclusive, 1 to list what is in the folder besides the names in kept, one a line. follow, not empty if a link at the path is followed. source_folder
# and source_name, the file that a hard link is to name; empty for none. times, not empty if the times are wanted. replaced, `yes` if a link may replace
# a folder.
# Functions: those of src/shell/paths/walk.sh.
#
# obstacle, where, owner            what `report` prints: the folder cannot be reached
# target PATH                       in base64: where the link at the path leads to
# source STAT                       the same for the file that a hard link is to name
# same 1                            the path is this file already
# stat STAT                         what `look` finds
# filled 1                          the path is a folder that is not empty
# times ACCESS/MODIFICATION         each as YYYY-MM-DD hh:mm:ss with a fraction, in the host's time zone
# blocked INDEX                     the folder above with that index, counted from the path, is not a folder
# missing COUNT                     how many of the nearest folders do not exist
# locked 1                          nothing can be created or removed in the nearest existing folder
# real PATH                         the path without symbolic links in its folders, if they have any
# mounted 1
# unlisted 1                        the current user may not list the folder
# entry BASE64                      a name in the folder that kept does not have, in base64
# After an empty line: the target of a symbolic link.
# The source is looked at in a subshell, so that name stays what it is.
# shellcheck disable=SC2030,SC2031,SC2154,SC3013

if [ -n "$source_name" ]; then
  (
    stat=absent name=$source_name
    if enter "$source_folder"; then look; fi
    echo "source $stat"
  )
fi
stat=absent shown=$file
if ! enter "$folder"; then
  case $obstacle in
    missing) ;;
    not-folder) echo "blocked $((count - depth - 1))" ;;
    *) report ;;
  esac
elif [ -n "$follow" ] && ! follow_name; then
  report
  depth=$count
else
  look
fi
echo "stat $stat"
if [ "$shown" != "$file" ]; then printf 'target %s\n' "$(printf %s "$shown" | base64 | tr -d '\n')"; fi
if [ -n "$source_name" ] && [ "./$name" -ef "$source_folder/$source_name" ]; then echo 'same 1'; fi
# Only whether there is a name counts.
# shellcheck disable=SC2012
case $replaced$stat in
  yes4???:*) if [ -n "$(ls -A -- "./$name" 2>/dev/null | head -n 1)" ]; then echo 'filled 1'; fi ;;
esac
if [ -n "$times" ] && [ "$stat" != absent ]; then
  stat -c 'times %x/%y' -- "./$name"
fi
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

#!/bin/sh
# Prints what is in a folder and does not have the desired attributes, as lines `NAME VALUE`. tree.ts reads them.
# @read
#
# Variables: folder and name, where the folder is. follow, not empty if a link there is followed. fits, an extended regular expression for the lines of
# what has the attributes. most, how many lines are printed.
# Functions: those of src/shell/paths/walk.sh.
#
# odd 1                             a name has a line break
# inside STAT NAME                  type and mode, user, group, size, time and the names of user and group, as `look`; the name begins with ./
# closed 1                          the current user may not list everything
# shellcheck disable=SC2154

enter "$folder" && { [ -z "$follow" ] || follow_name; } || exit 0
if [ -h "./$name" ] || ! cd -P "./$name" 2>/dev/null; then exit 0; fi
list_names() {
  find . ! -name . \( -name "*
*" -exec echo odd 1 \; -prune -o ! -type l -print \)
  checked find "$?" || echo closed 1
}
show_names() {
  set --
  while IFS= read -r found; do
    case $found in
      ./*) set -- "$@" "$found" ;;
      *) printf '%s\n' "$found" ;;
    esac
    if [ "$#" -ge 500 ]; then
      show_stats "$@"
      set --
    fi
  done
  [ "$#" = 0 ] || show_stats "$@"
}
show_stats() { stat -c 'inside %f:%u:%g:%s:%Y:%U:%G %n' -- "$@"; }
list_names | show_names | grep -vE -e "$fits" | head -n "$most"

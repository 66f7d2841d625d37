#!/bin/sh
# Lists what is below folders, as lines `NAME VALUE`. find.ts reads them.
# @read
#
# Positional parameters: the folders. Variables: links, the option of find: -P or -L. depth, how many levels are listed. hidden, not empty if names
# that begin with a dot are listed. kind, a letter of find for the type, empty for any. contains, an extended regular expression that a line of the
# file has to match; empty for any content. most, how many entries are shown.
#
# missing FOLDER                    there is no such folder
# closed FOLDER                     it cannot be listed whole
# odd FOLDER                        it has a name with a line break
# examined COUNT                    how many entries there are
# now SECONDS                       the time
# entry STAT NAME                   type and mode, user, group, size, times of access, change and status, inode, names, and the names of user and group
# shellcheck disable=SC2154

list_names() {
  for found in "$@"; do
    if [ ! -d "$found" ]; then
      printf 'missing %s\n' "$found"
      continue
    fi
    find "$links" "$found" -mindepth 1 -maxdepth "$depth" -name "*
*" -exec echo odd \; -prune -o -print
    checked find "$?" || printf 'closed %s\n' "$found"
  done
}
is_wanted() {
  if [ -n "$hidden" ]; then return; fi
  case ${1##*/} in .*) return 1 ;; esac
}
is_kind() {
  case $kind in
    '') ;;
    l) [ -h "$1" ] ;;
    d) [ -d "$1" ] && { [ "$links" = -L ] || [ ! -h "$1" ]; } ;;
    *) [ -f "$1" ] && { [ "$links" = -L ] || [ ! -h "$1" ]; } ;;
  esac
}
show_names() {
  count=0
  set --
  while IFS= read -r found; do
    case $found in
      /*) count=$((count + 1)) ;;
      *)
        printf '%s\n' "$found"
        continue
        ;;
    esac
    if is_wanted "$found" && is_kind "$found"; then set -- "$@" "$found"; fi
    if [ "$#" -ge 200 ]; then
      show_stats "$@"
      set --
    fi
  done
  [ "$#" = 0 ] || show_stats "$@"
  echo "examined $count"
}
show_stats() {
  if [ -n "$contains" ]; then
    matching=$(grep -lE -e "$contains" -- "$@" 2>/dev/null)
    [ -n "$matching" ] || return 0
    IFS=$newline
    set -f
    # The words are split at line breaks.
    # shellcheck disable=SC2086
    set -- $matching
    set +f
    unset IFS
  fi
  stat $dereference -c 'entry %f:%u:%g:%s:%X:%Y:%Z:%i:%h:%U:%G %n' -- "$@"
}
newline='
'
dereference=''
if [ "$links" = -L ]; then dereference=-L; fi
echo "now $(date +%s)"
list_names "$@" | show_names | head -n "$most"

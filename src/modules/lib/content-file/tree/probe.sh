#!/bin/sh
# Defines look_in, which prints what is in a folder under certain names, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: wanted, the digests of all files that are to be there, between blanks. limit, the bytes beyond which a text is not shown.
# Functions: those of src/shell/paths/walk.sh.
#
# depth COUNT                       how many components of the first folder exist
# folder NUMBER STAT                the folder; absent, if there is none
# locked NUMBER                     the user may not create files in it
# obstacle, where, owner            what `report` prints: the folder cannot be reached
# entry NUMBER STAT ./NAME          what the folder has under a name
# folder-link NUMBER ./NAME         that is a link to a folder
# unreadable NUMBER ./NAME          a file that may not be read
# sum NUMBER DIGEST  ./NAME         the digest of a file, as sha256sum prints it
# text NUMBER BASE64 ./NAME         the content of a small file with another digest
# shellcheck disable=SC2154

# look_in NUMBER FOLDER NAME...
look_in() {
  number=$1
  enter "$2" || {
    [ "$number" != 0 ] || echo "depth $depth"
    if [ "$obstacle" != missing ]; then
      report
      exit 0
    fi
    echo "folder $number absent"
    return
  }
  shift 2
  [ "$number" != 0 ] || echo "depth $depth"
  found=$(stat -c %f:%u:%g:%s:%Y:%U:%G .) || exit
  echo "folder $number $found"
  [ -w . ] || echo "locked $number"
  for found; do
    shift
    if [ -e "./$found" ] || [ -h "./$found" ]; then set -- "$@" "./$found"; fi
  done
  [ "$#" -gt 0 ] || return 0
  stat -c "entry $number %f:%u:%g:%s:%Y:%U:%G %n" -- "$@"
  for found; do
    shift
    if [ -h "$found" ]; then
      if [ -d "$found" ]; then echo "folder-link $number $found"; fi
    elif [ -f "$found" ] && [ -r "$found" ]; then
      set -- "$@" "$found"
    elif [ -f "$found" ]; then
      echo "unreadable $number $found"
    fi
  done
  [ "$#" -gt 0 ] || return 0
  sha256sum -- "$@" | while IFS= read -r line; do
    printf 'sum %s %s\n' "$number" "$line"
    digest=${line#\\}
    case $wanted in
      *" ${digest%% *} "*) ;;
      *) [ "$(wc -c <"$1")" -ge "$limit" ] || printf 'text %s %s %s\n' "$number" "$(base64 <"$1" | tr -d '\n')" "$1" ;;
    esac
    shift
  done
}

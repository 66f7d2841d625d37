#!/bin/sh
# Prints what the source of a copy on the target is, and the digest of the file that it replaces, as lines `NAME VALUE`. remote.ts reads them.
# @read
#
# Variables: folder and name, where the source is. source, its path. dest, the path of the copy. limit, the bytes beyond which the text is
# not shown.
# Functions: those of src/shell/paths/walk.sh.
#
# source-stat STAT                  what `look` finds; unreadable, if it cannot be reached
# source-target PATH                in base64: where the link at the source leads to
# source-sha256 DIGEST              if it is a file that can be read
# source-text TEXT                  in base64: the content of a small file
# dest-sha256 DIGEST                if a file is at the path of the copy
# unreadable 1                      that file may not be read
# shellcheck disable=SC2154

stat=absent shown=$source
if enter "$folder" && follow_name; then
  look
else
  case $obstacle in
    missing | not-folder) ;;
    *) stat=unreadable ;;
  esac
fi
echo "source-stat $stat"
if [ "$shown" != "$source" ]; then printf 'source-target %s\n' "$(printf %s "$shown" | base64 | tr -d '\n')"; fi
case $stat in
  8???:*)
    if digest=$(sha256sum <"./$name"); then echo "source-sha256 ${digest%% *}"; fi
    size=${stat#*:*:*:}
    if [ "${size%%:*}" -lt "$limit" ] && text=$(base64 <"./$name"); then
      # Its lines become words.
      # shellcheck disable=SC2086
      echo source-text $text
    fi
    ;;
esac
if [ -f "$dest" ]; then
  if digest=$(sha256sum <"$dest"); then echo "dest-sha256 ${digest%% *}"; else echo 'unreadable 1'; fi
fi

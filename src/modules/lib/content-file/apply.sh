#!/bin/sh
# Writes standard input to a file: first under another name, where it is checked; then it takes the file's name.
# @write
#
# Variables: folder and name, where the file is. follow, not empty if a link there is followed. sha256, that of the content. in_place: if
# not empty, the file is a mount point and is overwritten.
# Functions: set_attributes, see ownership.ts, and those of src/shell/paths/.
# shellcheck disable=SC2015,SC2034,SC2154

# store FILE: writes and syncs standard input to it, and checks what arrived.
store() {
  problem=$(umask 077 && exec dd of="$1" bs=65536 conv=fsync 2>&1) || fail "The bytes cannot be stored: $problem"
  digest=$(sha256sum <"$1") || fail 'The bytes that were stored cannot be read.'
  [ "${digest%% *}" = "$sha256" ] || fail 'The bytes that arrived are not those that were sent.'
}

# overwrite: writes the stored bytes into the mount point, if it still is the file that was opened, and syncs it.
overwrite() {
  opened=$(readlink -n /proc/self/fd/7 && echo .)
  [ "${opened%.}" = "$walked/$name" ] || blocked changed "$walked/$name" || refuse
  cat -- "$stored" >/proc/self/fd/7 && dd of=/proc/self/fd/7 count=0 conv=notrunc,fsync </dev/null 2>/dev/null &&
    set_attributes
}

shown=''
enter "$folder" && { [ -z "$follow" ] || follow_name; } || refuse
if [ -n "$in_place" ]; then
  unmoved || refuse
  stored=$run/stored.$script_number
  store "$stored"
  file=/proc/self/fd/7 no_follow=''
  overwrite 7<"./$name" || fail 'The file cannot be written in place.'
  rm -f -- "$stored"
else
  enter_stage
  store "$new"
  file=$new
  set_attributes || fail 'Owner or mode cannot be set.'
  take_name "$name"
  leave_stage
fi

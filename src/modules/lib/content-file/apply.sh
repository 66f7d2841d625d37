#!/bin/sh
# Writes standard input, or another file, to a file: first under another name, where it is checked; then it takes the file's name.
# @write
#
# Variables: folder and name, where the file is. follow, not empty if a link there is followed. sha256, that of the content. in_place: if
# not empty, the file is a mount point and is overwritten. replaces, if not empty: the digest of the old file that is expected, or absent. source, if not empty: the file to read instead of standard input. tests, not empty if validate is to run.
#
# invalid STATUS                    the exit status of validate, which rejects the content
# Functions: set_attributes, see ownership.ts; validate, which checks the file "$tested"; keep_old, see keep-old.sh; and those of src/shell/paths/.
# shellcheck disable=SC2015,SC2034,SC2154

# store FILE: writes and syncs standard input or the source to it, and checks what arrived.
store() {
  problem=$(
    exec 2>&1
    umask 077
    if [ -n "$source" ]; then exec <"$source"; fi
    exec dd of="$1" bs=65536 conv=fsync
  ) || fail "The bytes cannot be stored: $problem"
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

# check_old FILE: fails unless the old file is the one that the content was made from.
check_old() {
  [ -n "$replaces" ] || return 0
  digest=absent
  if [ -e "$1" ] || [ -h "$1" ]; then digest=$(sha256sum <"$1") || fail 'The old file cannot be read.'; fi
  [ "${digest%% *}" = "$replaces" ] || fail 'Another program changed the file while the task ran, so it was not replaced. Run the playbook again.'
}

# check_new FILE: fails if the command rejects the content.
check_new() {
  [ -n "$tests" ] || return 0
  tested=$1
  validate >&2 </dev/null && return
  printf 'invalid %s\n' "$?"
  fail 'The command rejects the new content.'
}

shown=''
enter "$folder" && { [ -z "$follow" ] || follow_name; } || refuse
if [ -n "$in_place" ]; then
  unmoved || refuse
  stored=$run/stored.$script_number
  store "$stored"
  check_old "./$name"
  check_new "$stored"
  enter_stage
  keep_old
  leave_stage
  file=/proc/self/fd/7 no_follow=''
  overwrite 7<"./$name" || fail 'The file cannot be written in place.'
  rm -f -- "$stored"
else
  enter_stage
  store "$new"
  check_old "$above/$name"
  check_new "$walked/$own${stage:+/new}"
  keep_old
  file=$new
  set_attributes || fail 'Owner or mode cannot be set.'
  take_name "$name"
  leave_stage
fi

#!/bin/sh
# Writes standard input to a file: first to a temporary file in the same folder, which is checked and then takes the file's name.
# @write
#
# Variables: file, the path. size and sha256, those of the content. in_place: if not empty, the file is a mount point and is
# overwritten.
# Functions: set_attributes sets mode and owner of "$file". tmp NAME, of the session, sets t to a temporary name next to NAME.
# shellcheck disable=SC2154

fail() {
  rm -f -- "$t"
  printf '%s\n' "$1" >&2
  exit 1
}
target=$file
tmp "$target" || exit
file=$t
(
  umask 077
  set -C
  cat >"$t"
) || fail 'The bytes cannot be stored.'
[ "$(wc -c <"$t")" -eq "$size" ] || fail 'The number of bytes that arrived is not the number that was sent.'
digest=$(sha256sum <"$t")
[ "${digest%% *}" = "$sha256" ] || fail 'The bytes that arrived are not those that were sent.'
(set_attributes) || fail 'Owner or mode cannot be set.'
sync -- "$t" 2>/dev/null || sync
if [ -n "$in_place" ]; then
  cat -- "$t" >"$target" || fail 'The file cannot be written in place.'
  rm -f -- "$t"
  file=$target
  set_attributes
else
  # Some `mv` do not replace a link to a folder, so such a link is removed first.
  mv -fT -- "$t" "$target" || { [ -h "$target" ] && rm -f -- "$target" && mv -fT -- "$t" "$target"; } ||
    fail 'The new file cannot take its name.'
fi

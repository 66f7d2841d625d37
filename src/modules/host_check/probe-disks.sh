#!/bin/sh
# Prints the free space on the file systems of some folders, as lines `NAME VALUE`. parse.ts reads them.
# @read
#
# Variables: needed_kib, the space that all folders need together. A folder's own content is measured only if less than that is
# free, because measuring takes time.
# Positional parameters: the folders, which need not exist. The output names them by their index.
#
# disk INDEX FREE_KIB MOUNT
# kept INDEX KIB                    the size of the folder's present content
# shellcheck disable=SC2154

index=0
for folder in "$@"; do
  existing=$folder
  while [ ! -d "$existing" ]; do
    existing=${existing%/*}
    existing=${existing:-/}
  done
  df -Pk -- "$existing" 2>/dev/null | {
    read -r _
    read -r _ _ _ free _ mount && echo "disk $index $free $mount"
    [ "$existing" = "$folder" ] && [ "$free" -lt "$needed_kib" ] &&
      echo "kept $index $(du -skx -- "$folder" 2>/dev/null | tail -n 1)"
  }
  index=$((index + 1))
done

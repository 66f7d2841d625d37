#!/bin/sh
# Prints how the content of a file differs from the desired one, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: file, its path. dest, the path that was requested, which may be a link to it. stat, what stat printed of it: type and mode in hexadecimal, user, group, size and more, separated by
# colons; or `absent`. size and sha256, those of the desired content. mounts, an extended regular expression for the file's line in
# /proc/self/mountinfo. diff_limit, the bytes beyond which the old text is not shown.
#
# parent directory | locked | other | none
#                                   locked: the user may not create files in it, or its file system is read-only
# folder-link 1                     the path is a symbolic link to a folder
# unreadable 1                      the file may not be read
# sha256 DIGEST                     only if the size is the desired one
# mount 1                           the file is a mount point
# After an empty line: the old content in base64.
# shellcheck disable=SC2154

parent=${file%/*}
if [ -d "${parent:-/}" ]; then
  if [ -w "${parent:-/}" ]; then echo 'parent directory'; else echo 'parent locked'; fi
elif [ -e "$parent" ] || [ -h "$parent" ]; then
  echo 'parent other'
else
  echo 'parent none'
fi
if [ -h "$file" ] && [ -d "$file" ]; then echo 'folder-link 1'; fi
IFS=:
set -f
# The words are split at colons.
# shellcheck disable=SC2086
set -- $stat
unset IFS
digest=
case $1 in
  8???)
    [ "$4" != "$size" ] || { digest=$(sha256sum <"$file") && digest=${digest%% *}; } || {
      echo 'unreadable 1'
      exit 0
    }
    [ -z "$digest" ] || echo "sha256 $digest"
    if [ "$digest" != "$sha256" ]; then
      # Links in the folders' names, or at the path itself, lead elsewhere: then the real path counts.
      real=$(cd -P -- "${parent:-/}" 2>/dev/null && pwd -P)
      real=${real%/}/${file##*/}
      if [ "$real" != "$dest" ]; then
        spelt=$(printf '%s' "$real" | sed -e 's/\\/\\\\134/g' -e 's/[].[*^$+?(){}|]/\\&/g' -e 's/ /\\\\040/g')
        mounts="^([^ ]+ ){4}${spelt} "
      fi
      grep -qE -e "$mounts" /proc/self/mountinfo 2>/dev/null && echo 'mount 1'
      [ "$4" -ge "$diff_limit" ] || {
        echo
        base64 <"$file"
      }
    fi
    ;;
esac
:

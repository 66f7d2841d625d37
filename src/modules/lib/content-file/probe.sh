#!/bin/sh
# Prints how the content of a file differs from the desired one, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: folder and name, where the file is. dest, its path as requested. follow, not empty if a link at dest is followed. size and
# sha256, those of the desired content. mounts, an extended regular expression for the file's line in /proc/self/mountinfo. diff_limit,
# the bytes beyond which the old text is not shown.
# Functions: those of src/shell/paths/walk.sh.
#
# obstacle, where, owner            what `report` prints: the folder cannot be reached
# parent directory | locked | other | none
#                                   locked: the user may not create files in it, or its file system is read-only
# leads-to TARGET                   the first line of a link that leads to a missing folder
# target PATH                       in base64: where the link leads to
# stat STAT                         what `look` finds
# folder-link 1                     the path is a symbolic link to a folder
# unreadable 1                      the file may not be read
# sha256 DIGEST                     only if the size is the desired one
# mount 1                           the file is a mount point
# After an empty line: the old content in base64.
# shellcheck disable=SC2154

shown=$dest
if ! enter "$folder"; then
  case $obstacle$rest in
    missing*) echo 'parent none' ;;
    not-folder) echo 'parent other' ;;
    not-folder*) echo 'parent none' ;;
    *) report ;;
  esac
  echo 'stat absent'
  exit 0
fi
if [ -n "$follow" ] && ! follow_name; then
  case $obstacle in
    not-folder) printf 'leads-to %s\n' "$(printf '%s\n' "$first_target" | head -n 1)" ;;
    *) report ;;
  esac
  exit 0
fi
if [ "$shown" != "$dest" ]; then printf 'target %s\n' "$(printf %s "$shown" | base64 | tr -d '\n')"; fi
if [ -w . ]; then echo 'parent directory'; else echo 'parent locked'; fi
look
echo "stat $stat"
if [ -h "./$name" ] && [ -d "./$name" ]; then echo 'folder-link 1'; fi
IFS=:
set -f
# The words are split at colons.
# shellcheck disable=SC2086
set -- $stat
unset IFS
digest=$seen_digest
case $1 in
  8???)
    [ "$4" != "$size" ] || [ -n "$digest" ] || { digest=$(sha256sum <"./$name") && digest=${digest%% *}; } || {
      echo 'unreadable 1'
      exit 0
    }
    [ -z "$digest" ] || echo "sha256 $digest"
    if [ "$digest" != "$sha256" ]; then
      # Links in the folders' names, or at the path itself, lead elsewhere: then the real path counts.
      if [ "$walked/$name" != "$dest" ]; then
        spelt=$(printf '%s' "$walked/$name" | sed -e 's/\\/\\\\134/g' -e 's/[].[*^$+?(){}|]/\\&/g' -e 's/ /\\\\040/g')
        mounts="^([^ ]+ ){4}${spelt} "
      fi
      grep -qE -e "$mounts" /proc/self/mountinfo 2>/dev/null && echo 'mount 1'
      [ "$4" -ge "$diff_limit" ] || {
        echo
        base64 <"./$name"
      }
    fi
    ;;
esac
:

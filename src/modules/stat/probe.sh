#!/bin/sh
# Prints what is at a path, as lines `NAME VALUE`. stat.ts reads them.
# @read
#
# Variables: folder and name, where the path is. file, the path. follow, not empty if a link there is followed. checksum, not empty if a
# file's digest is wanted. algorithm, of a second digest, or empty.
# Functions: those of src/shell/paths/walk.sh.
#
# obstacle, where, owner            what `report` prints: the path cannot be looked at
# target PATH                       in base64: where the link leads to
# stat STAT                         what `look` finds
# sha256 DIGEST
# checksum DIGEST                   by the other algorithm
# After an empty line: the target of a symbolic link.
# shellcheck disable=SC2154

stat=absent shown=$file
if enter "$folder" && { [ -z "$follow" ] || follow_name; }; then
  look
else
  case $obstacle in
    missing | not-folder) ;;
    *) report ;;
  esac
fi
if [ "$shown" != "$file" ]; then printf 'target %s\n' "$(printf %s "$shown" | base64 | tr -d '\n')"; fi
echo "stat $stat"
case $stat in
  8???:*)
    [ -z "$checksum" ] || { digest=$(sha256sum <"./$name") && echo "sha256 ${digest%% *}"; }
    case $checksum:$algorithm in
      :* | *: | *:sha256) ;;
      *)
        digest=$("${algorithm}sum" <"./$name")
        checked "${algorithm}sum" "$?" && echo "checksum ${digest%% *}"
        ;;
    esac
    ;;
  a???:*)
    echo
    readlink -n -- "./$name"
    ;;
esac
:

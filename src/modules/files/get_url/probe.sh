#!/bin/sh
# Prints what is at the path of a download, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: folder and name, where dest is. dest, a normal path. leaf, the file's name if dest is a folder. is_folder, not empty if dest must be
# one. algorithm, that of the digest, or empty.
# Functions: those of src/shell/paths/walk.sh. with_environment, of the module's script. checked, of the shell.
#
# program curl | wget | busybox | none      what downloads
# into 1                                    dest is a folder, or a link to one: what follows is about the file in it
# obstacle, where, owner                    what `report` prints: the folder cannot be reached
# parent directory | locked | other | none  locked: the user may not create files in it
# stat STAT                                 what `look` finds
# unreadable 1                              the file may not be read
# digest DIGEST                             the file's
# shellcheck disable=SC2154

program=none
if with_environment command -v curl >/dev/null 2>&1; then
  program=curl
elif with_environment command -v wget >/dev/null 2>&1; then
  version=$(with_environment wget --version 2>&1)
  checked wget "$?" || :
  case $version in
    *'GNU Wget'*) program=wget ;;
    *) program=busybox ;;
  esac
fi
echo "program $program"

# arrive FOLDER: enters it, or tells why not, and ends the script.
arrive() {
  enter "$1" && return
  case $obstacle$rest in
    missing*) echo 'parent none' ;;
    not-folder) echo 'parent other' ;;
    not-folder*) echo 'parent none' ;;
    *) report ;;
  esac
  echo 'stat absent'
  exit 0
}

arrive "$folder"
if [ -d "./$name" ] || [ -n "$is_folder" ]; then
  if [ -d "./$name" ]; then echo 'into 1'; fi
  arrive "$dest"
  name=$leaf
fi
if [ -w . ]; then echo 'parent directory'; else echo 'parent locked'; fi
look
echo "stat $stat"
case $algorithm:$stat in
  :*) ;;
  *:8???:*)
    digest=$("${algorithm}sum" <"./$name")
    checked "${algorithm}sum" "$?" || {
      echo 'unreadable 1'
      exit 0
    }
    echo "digest ${digest%% *}"
    ;;
esac
:

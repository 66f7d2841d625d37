#!/bin/sh
# Functions that go to a folder component by component, so that no other user of the host can lead a script elsewhere: neither by a
# symbolic link, nor by replacing a folder while the script runs. What follows then uses names relative to the working directory.
# @read
#
# A link is followed only if root or the current user owns it. Variables: unsafe_links, not empty if other users' links are followed, too.
# knows_folder, `yes` if `cd -P .` asks the kernel.
# Failing functions set obstacle and where, the path that is in the way; report prints them.
# shellcheck disable=SC2015,SC2034,SC2154,SC3013

# enter FOLDER: makes an absolute path without `..` the working directory. Sets walked, its real path (empty for /), and depth, how many of its
# components were entered. If it fails, the working directory is the last folder that could be entered, and obstacle is one of:
#   missing       where does not exist; part and rest are the components that are left
#   not-folder    where is not a folder, or is a link that leads to none
#   closed        the current user may not enter where
#   unsafe-link   where is a link of another user, whose name owner contains
#   loop          more links follow each other than Linux allows
#   hard-links    where is a link of root or the current user in a folder of others, and has names elsewhere
#   changed       where was replaced meanwhile
# Whether a folder was replaced meanwhile shows only `unmoved`, which is to be called before anything is changed.
enter() {
  walked='' depth=0 hops=0 via='' rest=${1#/} base_link='' obstacle='' owner='' stage='' new=''
  newline='
'
  cd / || return
  walk
}

# walk: enters the components of via, which a link has named, then those of rest.
walk() {
  while [ -n "$via$rest" ]; do
    if [ -n "$via" ]; then
      part=${via%%/*}
      case $via in */*) via=${via#*/} ;; *) via='' ;; esac
    else
      base_link=''
      part=${rest%%/*}
      case $rest in */*) rest=${rest#*/} ;; *) rest='' ;; esac
      depth=$((depth + 1))
    fi
    step || {
      depth=$((depth - 1))
      return 1
    }
  done
}

# step: enters part.
step() {
  case $part in
    '' | .) return 0 ;;
    ..)
      cd -P .. && walked=${walked%/*}
      return
      ;;
  esac
  if [ -h "./$part" ]; then
    base_link=${base_link:-$walked/$part}
    follow "$part" || return 1
    via=$target/$via
  elif cd -P "./$part" 2>/dev/null; then
    walked=$walked/$part
  elif [ -d "./$part" ]; then
    blocked closed "$walked/$part"
  elif [ -e "./$part" ]; then
    blocked not-folder "$walked/$part"
  elif [ -n "$base_link" ]; then
    blocked not-folder "$base_link"
  else
    blocked missing "$walked/$part"
  fi
}

blocked() {
  obstacle=$1 where=$2
  return 1
}

# unmoved: whether the working directory is what walked says. The kernel is asked, because many shells compute `pwd -P` from names.
unmoved() {
  # A process less, see learn_folder.
  if [ "${knows_folder-}" = yes ] && cd -P . 2>/dev/null; then
    [ "$PWD" = "${walked:-/}" ] || blocked changed "${walked:-/}"
    return
  fi
  case $walked in
    *"$newline")
      # The dot keeps line breaks at the end of the name. It costs a process.
      here=$(readlink -n /proc/self/cwd && echo .)
      here=${here%.}
      ;;
    # This drops them, so a folder next to the right one passes if its name has further line breaks. Who owns both can rename them anyway.
    *) here=$(readlink -n /proc/self/cwd) ;;
  esac
  [ "$here" = "${walked:-/}" ] || blocked changed "${walked:-/}"
}

# follow LINK: sets target to what a link in the working directory contains, and goes to / if that is where it begins.
follow() {
  hops=$((hops + 1))
  [ "$hops" -le 40 ] || blocked loop "$walked/$1" || return
  # Otherwise, a replaced folder could lead to a link of root in quite another place.
  unmoved || return
  if [ -z "$unsafe_links" ]; then trusted "$1" || return; fi
  if [ "$walked/$1" = /proc/self ]; then
    target=$$
  else
    target=$(readlink -n -- "./$1" && echo .) || blocked changed "$walked/$1" || return
    target=${target%.}
  fi
  if [ -n "$unsafe_links" ] || [ -n "$guarded" ] || [ "$link" = "$(stat -c %u:%f:%h:%i:%z -- "./$1")" ]; then
    case $target in /*) cd / && walked='' ;; esac
  else
    blocked changed "$walked/$1"
  fi
}

# marks_of NAME: prints two lines about the working directory and what has that name in it: owner, type and mode, number of names, inode and time of
# change.
marks_of() { stat -c %u:%f:%h:%i:%z -- . "./$1"; }

# trusted LINK: whether root or the current user owns it. Sets marks, and guarded: not empty if no other user can replace the link. If one can,
# he may do so just before the link is read and undo it afterwards. That changes the time of change, so `follow` compares it; to make sure that it
# differs, a moment passes before the link is read.
trusted() {
  marks=$(marks_of "$1") || blocked changed "$walked/$1" || return
  link=${marks#*"$newline"}
  # `id` runs only where there are links.
  case ${link%%:*} in
    0 | "$(id -u)") ;;
    *)
      owner=$(stat -c %U:%u -- "./$1")
      owner=${owner#UNKNOWN:}
      owner=${owner%%:*}
      blocked unsafe-link "$walked/$1"
      return
      ;;
  esac
  is_guarded "$marks" && return
  # Another user can give a link of root a second name.
  lone "$link" || blocked hard-links "$walked/$1" || return
  if is_sticky "$marks"; then
    guarded=yes
    return
  fi
  case $link in
    *.000000000*) sleep 2 ;;
    *) sleep 0.05 2>/dev/null || sleep 1 ;;
  esac
}

# is_guarded MARKS: whether only root and the current user may write into the working directory. Sets guarded to yes if that is so.
is_guarded() {
  guarded=''
  folder_mode "$1"
  if { [ "${1%%:*}" = 0 ] || [ -O . ]; } && [ "$((mode & 0x12))" = 0 ]; then guarded=yes; else return 1; fi
}

# is_sticky MARKS: whether root or the current user owns the working directory, and others may rename and remove only their own files in it.
is_sticky() {
  folder_mode "$1"
  { [ "${1%%:*}" = 0 ] || [ -O . ]; } && [ "$((mode & 0x200))" != 0 ]
}

folder_mode() {
  mode=${1#*:}
  mode=0x${mode%%:*}
}

# lone ENTRY: whether a file or link has only one name. Sets names, their number. ENTRY is the second line of what marks_of prints.
lone() {
  names=${1#*:*:}
  names=${names%%:*}
  [ "$names" = 1 ]
}

# follow_name: while name, in the working directory, is a link, enters the folder of what it leads to and sets name to that. Changes shown, a
# path with that name, accordingly. first_target is what the first link contains.
follow_name() {
  first_target=''
  while [ -h "./$name" ]; do
    follow "$name" || return
    first_target=${first_target:-$target}
    case $target in /*) shown=$target ;; *) shown=${shown%/*}/$target ;; esac
    case $target in
      */ | . | .. | */. | */..) via=$target name=. ;;
      */*) via=${target%/*} name=${target##*/} ;;
      *) via='' name=$target ;;
    esac
    base_link=$walked
    walk || return
  done
}

# look: sets stat to type and mode, user, group, size, time and the names of user and group of name in the working directory; to `absent` if there is
# no such name, to `unreadable` if it cannot be looked at. Sets seen_digest to the SHA-256 if looks.sh has found it,
# else to nothing.
look() {
  stat=absent seen_digest=''
  [ -e "./$name" ] || [ -h "./$name" ] || return 0
  if looked; then return; fi
  stat=$(stat -c %f:%u:%g:%s:%Y:%U:%G -- "./$name") && return
  # It may have been removed meanwhile.
  if [ -e "./$name" ] || [ -h "./$name" ]; then stat=unreadable; else stat=absent; fi
}

# report: prints the obstacle.
report() {
  printf 'obstacle %s\nwhere %s\nowner %s\n' "$obstacle" "$(printf %s "$where" | base64 | tr -d '\n')" "$owner"
}

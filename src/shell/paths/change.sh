#!/bin/sh
# Functions that change what is in the working directory, in which `enter` has arrived, even if another user owns that folder and
# renames, removes and creates files in it meanwhile.
# @write
#
# Variables: id, the run's, and run, its folder. script_number, different for each script. unsafe_links, see walk.sh.
# Functions: those of walk.sh. set_attributes, of the module, sets mode and owner of "$file".
# shellcheck disable=SC2015,SC2016,SC2034,SC2094,SC2154,SC3013

# track PATH: records a temporary file or folder before it is created, so that it is removed even if this run dies.
track() {
  temp_count=$((${temp_count:-0} + 1))
  record=$run/temp.$script_number.$temp_count
  printf %s "$1" >"$record"
}

# learn_folder: sets knows_folder to `yes` if this shell asks the kernel where it is, as `unmoved` must. Others believe in the name that
# the folder had, even if another folder has it now.
learn_folder() {
  [ -z "${knows_folder-}" ] || return 0
  knows_folder=$(
    mkdir -- "$run/before.$$" && cd -P "$run/before.$$" && mv -- "$run/before.$$" "$run/after.$$" &&
      mkdir -- "$run/before.$$" && cd -P . && [ "$PWD" = "$run/after.$$" ] && echo yes
  )
  knows_folder=${knows_folder:-no}
  rm -rf -- "$run/before.$$" "$run/after.$$"
}

# fail MESSAGE: removes the stage, and ends the script.
fail() {
  printf '%s\n' "$1" >&2
  leave_stage
  exit 1
}

# refuse: the same, because of the obstacle.
refuse() {
  report
  leave_stage
  exit 1
}

# enter_stage: sets new, the name under which a new version is to be made, and above, the folder in which it then gets its final name. If others can write
# into the working directory, makes a folder there that only the current user can enter, and enters it. Others may rename it, but can neither move it
# into another folder nor reach what is in it. So `..` stays the folder in which it was made.
enter_stage() {
  unmoved || refuse
  own=.provision-$id-$script_number-$((${temp_count:-0} + 1))
  track "$walked/$own" || exit
  marks=$(stat -c %u:%f:%d .) || fail "The folder ${walked:-/} cannot be looked at."
  device=${marks##*:}
  new=./$own above=.
  is_guarded "$marks" && return
  new=''
  if [ -r . ]; then exec 8<.; fi
  umask 077
  make_folder "$own" || {
    : >"$record"
    fail "No folder can be made for the new version in ${walked:-/}."
  }
  umask 022
  cd -P "./$own" 2>/dev/null && in_stage || {
    blocked changed "$walked"
    refuse
  }
  stage=$own new=./new above=..
  case $(stat -c %f .) in
    41c0 | 45c0) ;;
    *) close_stage ;;
  esac
}

# make_folder NAME: makes a folder in the working directory. Some `mkdir` then set its mode by name, as all do with -m; another user could put a link there
# in between. They make the folder in the run's own one, from where it is moved.
make_folder() {
  if [ ! -e "$run/mkdir" ] && [ ! -e "$run/mkdir.by-name" ]; then
    case $(mkdir --version 2>&1) in
      *GNU* | *BusyBox*) : >"$run/mkdir" ;;
      *) : >"$run/mkdir.by-name" ;;
    esac
  fi
  if [ -e "$run/mkdir" ]; then
    mkdir -- "./$1"
  elif [ -e "./$1" ] || [ -h "./$1" ]; then
    return 1
  else
    rm -rf -- "$run/made"
    mkdir -- "$run/made" && mv -T -- "$run/made" "./$1"
  fi
}

# in_stage: whether the working directory is in the folder in which the stage was made, and belongs to the current user.
in_stage() {
  if [ -e /proc/self/fd/8 ]; then
    [ .. -ef /proc/self/fd/8 ]
  else
    parent=$walked walked=$walked/$own
    unmoved
    set -- $?
    walked=$parent
    [ "$1" = 0 ]
  fi && { [ -O . ] || [ -n "$unsafe_links" ]; }
}

# close_stage: takes the other users' permissions away. A default ACL, or a file system without modes, has given them some.
close_stage() {
  chmod -- 00700 . 2>/dev/null
  mode=$(stat -c %f .)
  if [ "$((0x${mode:-12} & 0x12))" != 0 ] && [ -z "$unsafe_links" ]; then
    fail 'Other users can write into the folder for the new version: the file system has no modes. Set `follow_unsafe_links: true` if they are to be trusted.'
  fi
  for found in ./* ./.[!.]*; do
    if [ -e "$found" ] || [ -h "$found" ]; then fail 'Another user has put something into the folder for the new version.'; fi
  done
}

# leave_stage: removes what enter_stage has made, and returns to the folder in which it was made.
leave_stage() {
  [ -n "$new" ] || return 0
  for found in "${new%.trial}" "$new" "$new.trial" "$above/$own.renamed"; do
    if [ -e "$found" ] || [ -h "$found" ]; then rm -f -- "$found"; fi
  done
  if [ -z "$stage" ] || { cd -P .. && rmdir -- "./$stage"; }; then : >"$record"; fi
  stage='' new=''
}

# copy_to_stage NAME: begins the new version with a copy of the old one, if there is one, with its mode and owner.
copy_to_stage() {
  [ -e "$above/$1" ] || return 0
  cp -pP -- "$above/$1" "$new" && [ -f "$new" ] && [ ! -h "$new" ] || fail 'The old version cannot be copied.'
}

# take_name NAME: gives the new version its final name, in one step.
take_name() {
  if [ ! -e "$run/renames" ] && [ ! -e "$run/renames.$device" ]; then check_rename; fi
  # Some `mv` do not replace a link to a folder, so such a link is removed first.
  rename "$new" "$above/$1" || { [ -h "$above/$1" ] && rm -f -- "$above/$1" && rename "$new" "$above/$1"; } ||
    fail 'The new version cannot take its name.'
}

rename() {
  how=''
  if [ -e "$run/renames" ]; then read -r how <"$run/renames"; fi
  case $how in
    mv) mv --no-copy -fT -- "$1" "$2" ;;
    perl) PERL5OPT='' PERL5LIB='' perl -e 'rename $ARGV[0], $ARGV[1] or die "$ARGV[1]: $!\n"' -- "$1" "$2" ;;
    *) mv -fT -- "$1" "$2" ;;
  esac
}

# check_rename: where a rename is impossible, `mv` removes the old version and copies the new one, unless it can be forbidden to do so. Perl, if there
# is one, only renames. Otherwise an empty file shows that `mv` does not have to copy on this file system.
check_rename() {
  if mv --no-copy --version >/dev/null 2>&1; then
    echo mv >"$run/renames"
    return
  fi
  if perl -e 1 >/dev/null 2>&1; then
    echo perl >"$run/renames"
    return
  fi
  : >"$new.trial"
  {
    rename "$new.trial" "$above/$own.renamed" && [ "$above/$own.renamed" -ef /proc/self/fd/7 ]
    set -- $?
  } 7<"$new.trial"
  rm -f -- "$above/$own.renamed"
  [ "$1" = 0 ] || fail 'The new version cannot take its name in one step: the file system does not rename it.'
  : >"$run/renames.$device"
}

# change_entry NAME: sets the attributes of a file, device, socket or pipe. Where others can create files, it gets a second name in the stage, and
# is changed there. They could have linked a file of somebody else to NAME, so there it may have only one name.
change_entry() {
  unmoved || refuse
  marks=$(marks_of "$1") || fail 'It cannot be looked at.'
  if is_guarded "$marks"; then
    file=./$1
    set_attributes || fail 'Owner or mode cannot be set.'
    return
  fi
  enter_stage
  ln -- "../$1" ./new || fail 'It cannot be given a second name, by which no other user could replace it.'
  if [ -h ./new ] || [ -d ./new ]; then
    blocked changed "$walked/$1"
    refuse
  fi
  names=$(($(stat -c %h ./new) - 1))
  if [ "$names" != 1 ] && [ -z "$unsafe_links" ]; then
    blocked hard-links "$walked/$1"
    refuse
  fi
  file=./new
  set_attributes || fail 'Owner or mode cannot be set.'
  leave_stage
}

# change_folder NAME: sets the attributes of a folder.
change_folder() {
  unmoved || refuse
  if cd -P "./$1" 2>/dev/null; then
    walked=${walked%/}/$1
    walked=${walked%/.}
    unmoved || refuse
    file=.
    set_attributes || fail 'Owner or mode cannot be set.'
  else
    change_entry "$1"
  fi
}

# make_folders FOLDER: makes a folder and those above it that are missing, and enters it.
make_folders() {
  if enter "$1"; then
    unmoved || refuse
    return
  fi
  [ "$obstacle" = missing ] && unmoved || refuse
  rest=$part/$rest/
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    rest=${rest#*/}
    [ -n "$part" ] || continue
    make_folder "$part" || [ -d "./$part" ] || exit
    walked=$walked/$part
    cd -P "./$part" && unmoved || refuse
  done
}

# remove NAME: removes what has that name in the working directory, with everything in it. The `rm` of GNU looks names up in open folders. Others go down by
# paths, in which another user can replace a folder meanwhile.
remove() {
  case $(rm --version 2>&1) in
    *GNU*) rm -rf -- "./$1" ;;
    *) remove_tree "$1" ;;
  esac
}

# remove_tree NAME: the same, folder by folder. Names are looked up only in the folder that was entered.
remove_tree() {
  if [ ! -d "./$1" ] || [ -h "./$1" ]; then
    rm -f -- "./$1"
    return
  fi
  (remove_content "$1") && rmdir -- "./$1"
}

# remove_content NAME: enters a folder and removes what is in it. It is the folder that was found only if it is still in the one where it was found.
remove_content() {
  exec 8<. && cd -P "./$1" || return
  [ .. -ef /proc/self/fd/8 ] || {
    echo "The folder $1 was replaced while it was removed." >&2
    return 1
  }
  set --
  for found in ./* ./.[!.]* ./..?*; do
    if [ -d "$found" ] && [ ! -h "$found" ]; then
      remove_tree "${found#./}" || return
    else
      set -- "$@" "$found"
    fi
    if [ "$#" -ge 500 ]; then rm -f -- "$@" && set -- || return; fi
  done
  rm -f -- "$@"
}

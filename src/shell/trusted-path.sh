#!/bin/sh
# Moves the folders of PATH that another user can write to behind those of the system, so that none of their programs takes the place of
# the system's. Sets trusted_path, the same without these folders, for the programs that provision itself runs, such as `id` and `sudo`.
# The order of all other folders stays.
# @read
#
# bootstrap.ts joins the lines and passes them through the login shell, as for loop.sh. One program looks at all folders: it is started
# with each shell.
# shellcheck disable=SC2046,SC2086

LC_ALL=C; export LC_ALL;
system=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;
look_at_path() {
  # parts: the folders of PATH and those above them, as far as they exist.
  parts=; seen=:$system:;
  set -f; IFS=:;
  for folder in $PATH; do
    case $folder in /*) part=${folder%/} ;; *) part= ;; esac;
    while [ -n "$part" ]; do
      case $seen in *":$part:"*) break ;; esac;
      seen=$seen$part:;
      if [ -d "$part" ]; then parts=$parts:$part; fi;
      part=${part%/*};
    done;
  done;
  set -- ${parts#:}; count=$#; unset IFS;
  if [ "$count" -gt 0 ]; then
    set -- $(PATH=$system:$PATH stat -Lc "%A %u %g" -- "$@" 2>/dev/null);
  fi;
  # One that has disappeared meanwhile leaves the others without a name: then none is trusted.
  if [ "$#" -ne "$((3 * count))" ]; then parts=; fi;
  # good: those that only root and this user can change. In a sticky folder such as /tmp, others can change only what is theirs: that
  # suffices for a folder above (sticky), but not for one in PATH itself.
  good=:; sticky=:; IFS=:;
  for part in ${parts#:}; do
    if [ "$2" = 0 ] || [ -O "$part" ]; then
      case $1 in
        d????????[tT]) sticky=$sticky$part: ;;
        d???????w*) : ;;
        # The group of a user with the same number is the user alone.
        d????w*) if [ "$2" = "$3" ]; then good=$good$part:; fi ;;
        d*) good=$good$part: ;;
      esac;
    fi;
    shift 3;
  done;
  ours=; others=;
  for folder in $PATH; do
    case $folder in
      /*) part=${folder%/}; all=$good ;;
      *) part=${folder:-.}; folder=$part; all=:: ;;
    esac;
    while [ -n "$part" ]; do
      case :$system: in *":$part:"*) part=; break ;; esac;
      case $all in *":$part:"*) part=${part%/*}; all=$good$sticky ;; *) break ;; esac;
    done;
    if [ -z "$part" ]; then ours=$ours:$folder; else others=$others:$folder; fi;
  done;
  set +f; unset IFS;
  trusted_path=$PATH;
  if [ -n "$others" ]; then
    case $ours in *":$system") ;; *) ours=$ours:$system ;; esac;
    trusted_path=${ours#:}; PATH=$trusted_path$others; export PATH;
  fi;
};
look_at_path;

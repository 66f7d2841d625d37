#!/bin/sh
# Moves the folders of PATH that another user can write to behind those of the system, so that none of their programs takes the place of
# the system's. Sets trusted_path, the same without these folders, for the programs that provision itself runs, such as `id` and `sudo`.
# The order of all other folders stays.
# @read
#
# bootstrap.ts joins the lines and passes them through the login shell, as for loop.sh.

LC_ALL=C; export LC_ALL;
system=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;
# only_ours FOLDER: whether only root and this user can change what is in it. In a sticky folder such as /tmp, others can change only
# what is theirs: that suffices for the folders above, but not for FOLDER itself. known keeps the folders that need no second look.
known=:$system:;
only_ours() {
  part=$1; seen=;
  while [ -n "$part" ]; do
    case $known in *":$part:"*) break ;; esac;
    # shellcheck disable=SC2046
    set -- "$1" $(PATH=$system:$PATH ls -ldLn -- "$part" 2>/dev/null);
    [ "$4" = 0 ] || [ -O "$part" ] || return 1;
    case $2 in
      d????????[tT]*) [ "$part" = "$1" ] && return 1 ;;
      d???????w*) return 1 ;;
      # The group of a user with the same number is the user alone.
      d????w*) [ "$4" = "$5" ] || return 1; seen=$seen$part: ;;
      d*) seen=$seen$part: ;;
      *) return 1 ;;
    esac;
    part=${part%/*};
  done;
  known=$known$seen;
};
ours=; others=; set -f; IFS=:;
for folder in $PATH; do
  unset IFS;
  case $folder in
    /*) if only_ours "${folder%/}"; then ours=$ours:$folder; else others=$others:$folder; fi ;;
    *) others=$others:${folder:-.} ;;
  esac;
done;
set +f; unset IFS;
trusted_path=$PATH;
if [ -n "$others" ]; then
  case $ours in *":$system") ;; *) ours=$ours:$system ;; esac;
  trusted_path=${ours#:}; PATH=$trusted_path$others; export PATH;
fi;

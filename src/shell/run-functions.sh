#!/bin/sh
# Functions for the scripts of a run: they check whether a process still runs, and remove what a run has left.
# @write
#
# Functions: those of paths/walk.sh.
# Variables: id, the run's. base and run, the state folder and the run's folder in it.
# shellcheck disable=SC2034,SC2154

# process_stat PID: sets name, state, parent, group and started (clock ticks after boot) of a process; fails if it does not exist.
process_stat() {
  read -r stat <"/proc/$1/stat" 2>/dev/null || return 1
  name=${stat#*"("}
  name=${name%")"*}
  # shellcheck disable=SC2086
  set -- ${stat##*") "}
  state=$1
  parent=$2
  group=$3
  started=${20}
}

# is_alive PID STARTED: whether that very process still runs; the number alone may have been reused.
is_alive() {
  process_stat "$1" && [ "$started" = "$2" ]
}

# remember NAME LINE...: keeps the lines in the file of a pending handler, which appears whole or not at all. If that is impossible, ends
# the script with status 74 and a mark at the end of its errors.
remember() {
  pending_file=$1
  shift
  mkdir -p "$base/pending" || not_remembered
  printf '%s\n' "$@" >"$base/pending/.$pending_file" || not_remembered
  sync -- "$base/pending/.$pending_file" 2>/dev/null || sync
  mv -f -- "$base/pending/.$pending_file" "$base/pending/$pending_file" || not_remembered
}

not_remembered() {
  echo "provision-cannot-remember $base" >&2
  exit 74
}

# terminate PID: ends a process group, or a process alone, with SIGTERM, and after 5 s with SIGKILL.
terminate() {
  target=-$1
  kill -TERM "$target" 2>/dev/null || target=$1
  kill -TERM "$target" 2>/dev/null
  waits=0
  while [ "$waits" -lt 100 ] && kill -0 "$target" 2>/dev/null; do
    sleep 0.05
    waits=$((waits + 1))
  done
  kill -KILL "$target" 2>/dev/null
}

# remove_temporary PATH: removes what enter_stage of paths/change.sh has made, with what is in it. It may be in a folder of another user, who has put something else there.
remove_temporary() {
  name=${1##*/}
  case $name in .provision-*) ;; *) return ;; esac
  enter "${1%/*}" && unmoved || return
  for found in "./$name.trial" "./$name.renamed"; do
    if [ -e "$found" ]; then rm -f -- "$found"; fi
  done
  if [ -d "./$name" ] && [ ! -h "./$name" ]; then
    walked=$walked/$name
    cd -P "./$name" && unmoved && [ -O . ] && rm -f -- ./new ./new.trial && cd -P .. && rmdir -- "./$name"
  elif [ -e "./$name" ] || [ -h "./$name" ]; then
    rm -f -- "./$name"
  fi
}

# remove_temporaries FOLDER: removes the temporary files of the run with that folder.
remove_temporaries() {
  newline='
'
  for record in "$1"/temp.*; do
    # The record of a stage that the run has removed is empty.
    [ -s "$record" ] || continue
    path=''
    while IFS= read -r line; do path=$path$line$newline; done <"$record"
    (remove_temporary "$path$line")
  done
}

# remove_leftovers FOLDER: removes the temporary files of the run with that folder, ends its processes, and removes the folder.
remove_leftovers() {
  remove_temporaries "$1"
  if [ -f "$1/pids" ]; then
    while read -r pid pid_started; do
      if is_alive "$pid" "$pid_started"; then terminate "$pid"; fi
    done <"$1/pids"
  fi
  rm -rf -- "$1"
}

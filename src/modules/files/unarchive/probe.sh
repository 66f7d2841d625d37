#!/bin/sh
# Prints what a tar archive contains, and what is in the destination under the same names, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: folder and name, where the archive is. dest, the destination. strip, how many components the names lose. sent, if not empty: a program
# that unpacks an archive that will be sent, and names, those of its members, one a line; then nothing is printed about the archive.
# Functions: those of src/shell/paths/walk.sh.
#
# obstacle, where, owner            what `report` prints: the archive's folder cannot be reached
# stat STAT                         what `look` finds at the archive's path
# unreadable 1                      the archive may not be read
# format gzip | xz | bzip2 | zstd | tar | zip | other
# no-program NAME                   a program that the format needs
# sha256 DIGEST                     of the archive
# member TYPE MODE SIZE TIME NAME   a member, as tar lists it; TIME is in UTC
# strange TEXT                      another line of the list: a device, a complaint, a part of a name with a line break
# dest-obstacle KIND                why the destination cannot be entered
# user UID                          the current user
# found UID:GID:TYPE-AND-MODE:SIZE:TIME:INODE:USER:GROUP:NAME
#                                   what the destination contains under a member's name, or a folder's above it; the destination is `./`
# link NAME -> TARGET               a symbolic link among these
# shellcheck disable=SC2154

need() {
  for program; do
    command -v "$program" >/dev/null 2>&1 || {
      echo "no-program $program"
      exit 0
    }
  done
}
# look_at_archive: sets names.
look_at_archive() {
  if ! enter "$folder"; then
    report
    exit 0
  fi
  look
  echo "stat $stat"
  case $stat in 8???:*) ;; *) exit 0 ;; esac
  if [ ! -r "./$name" ]; then
    echo 'unreadable 1'
    exit 0
  fi
  exec 5<"./$name"
  archive=/proc/self/fd/5
  start=$(head -c 6 <"$archive" | base64) || exit
  case $start in
    H4sI*) format=gzip ;;
    /Td6WFoA) format=xz ;;
    Qlpo*) format=bzip2 ;;
    KLUv/*) format=zstd ;;
    UEsDB* | UEsFB*) format=zip ;;
    *)
      magic=$(head -c 262 <"$archive" | tail -c 5 | base64) || exit
      case $magic in dXN0YXI=) format=tar ;; *) format=other ;; esac
      ;;
  esac
  echo "format $format"
  case $format in zip | other) exit 0 ;; esac
  need tar "$format"
  digest=$(sha256sum <"$archive") || exit
  echo "sha256 ${digest%% *}"

  unpacked() {
    if [ "$format" = tar ]; then
      cat <"$archive"
    else
      "$format" -dc <"$archive"
      checked "$format" "$?"
    fi
  }
  list_members() {
    case $(tar --version 2>&1) in
      *GNU*) TZ=UTC0 TAR_OPTIONS='' tar --numeric-owner --full-time --quoting-style=literal --warning=no-unknown-keyword -tvf - ;;
      *) TZ=UTC0 tar -tvf - ;;
    esac
    checked tar "$?"
  }
  # What the programs complain about is part of the list, because an archive with such members is refused.
  listing=$({
    { unpacked 2>&6 || echo 'The archive is incomplete.' >&6; } | {
      list_members 2>&1 || echo 'The archive is incomplete.'
      cat >/dev/null
    }
  } 6>&1)
  listing=$(printf '%s\n' "$listing" | sed -E \
    -e '/^$/d' \
    -e 's,^([-dlh][-rwxsStT]{9}) [^ ]+ +([0-9]+) ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9:]{8})(\.[0-9]+)? +,member \1 \2 \3T\4 ,' \
    -e '/^member /!s,^,strange ,') || exit
  [ -z "$listing" ] || printf '%s\n' "$listing"
  names=$(printf '%s\n' "$listing" | sed -nE \
    -e 's,^member l([^ ]+ ){3}(\./)*(.*) -> .*,\3,p;/^member l/d' \
    -e 's,^member h([^ ]+ ){3}(\./)*(.*) link to .*,\3,p;/^member h/d' \
    -e 's,^member -([^ ]+ ){3}(\./)*(.*) -> .*,\3,p' \
    -e 's,^member ([^ ]+ ){3}(\./)*,,p')
}

if [ -n "$sent" ]; then need tar "$sent"; else look_at_archive; fi
if ! enter "$dest"; then
  echo "dest-obstacle $obstacle"
  exit 0
fi
user=$(id -u) || exit
echo "user $user"
# with_folders: prints each name, and those of the folders above it.
with_folders() {
  while IFS= read -r found; do
    found=${found%/}
    while [ -n "$found" ]; do
      printf '%s\n' "$found"
      case $found in */*) found=${found%/*} ;; *) found='' ;; esac
    done
  done
}
# show_found: prints what exists of the names.
show_found() {
  set -- ./
  while IFS= read -r found; do
    if [ ! -e "./$found" ] && [ ! -h "./$found" ]; then continue; fi
    set -- "$@" "./$found"
    if [ -h "./$found" ]; then
      # Its target may have several lines, of which none then is that of the archive.
      printf 'link %s -> %s\n' "$found" "$(readlink -n -- "./$found" | tr '\n' '?')"
    fi
    if [ "$#" -ge 500 ]; then
      show_stats "$@"
      set --
    fi
  done
  [ "$#" = 0 ] || show_stats "$@"
}
show_stats() { stat -c 'found %u:%g:%f:%s:%Y:%i:%U:%G:%n' -- "$@"; }
# strip_names: without the first components, of which `./` may be one.
strip_names() {
  case $strip in
    0) cat ;;
    *) sed -nE -e "s,^([^/]+/){$((strip - 1))}(.+)$,\\2,p" -e 's,^[^/]+/(.+)$,\1,p' ;;
  esac
}
printf '%s\n' "$names" | strip_names | with_folders | sort -u | show_found

#!/bin/sh
# Looks at many files of a folder by one program, for the scripts of one request: a program costs the host more than all the rest of a short
# script. `look` takes what was found if it is what it would look at.
# @read
#
# Variables: look_number and look_name, which file of look_at_all a script will look at, and its whole path; look_number is empty for none.
# Functions: those of walk.sh.
# shellcheck disable=SC2034,SC2086,SC2154

# look_at_all FIRST FOLDER NAMES SIZES: keeps `DIGEST STAT` of each file in looked_FIRST and so on: what `look` sets stat to, and the SHA-256 of a
# regular file of the wanted size, else `-`. NAMES and SIZES are separated by blanks. Names begin with `./` and contain only letters, digits, `.`,
# `_` and `-`. Keeps nothing if the folder cannot be entered, or a link leads to it.
look_at_all() {
  newline='
'
  look_next=$1
  for seen in $3; do
    eval "looked_$look_next=-"
    look_next=$((look_next + 1))
  done
  looks=$(
    exec </dev/null 2>/dev/null 9>&-
    unsafe_links=''
    if enter "$2" && [ "$walked" = "$2" ]; then print_looks "$3" "$4"; fi
  )
  look_next=$1
  set -f
  IFS=$newline
  for seen in $looks; do
    eval "looked_$look_next=\$seen"
    look_next=$((look_next + 1))
  done
  unset IFS
  set +f
}

# print_looks NAMES SIZES: prints a line for each name: `DIGEST STAT`, or `-` if there is nothing.
print_looks() {
  names=$1 sizes="$2 "
  # A file that cannot be read is no failure of the program: its script says what is wrong with it.
  found=$(command stat -c '%n %f:%u:%g:%s:%Y:%U:%G' -- $names)
  set -f
  IFS=$newline
  set -- $found
  unset IFS
  # What does not exist has no line. One file may be named several times, with different sizes.
  rest=$sizes chosen='' picks=''
  for name in $names; do
    size=${rest%% *} rest=${rest#* }
    case ${1-} in
      "$name 8"???:*:*:"$size":*) chosen="$chosen $name" picks="${picks}yes " ;;
      *) picks="${picks}no " ;;
    esac
    case ${1-} in "$name "*) shift ;; esac
  done
  digests=''
  if [ -n "$chosen" ]; then digests=$(command sha256sum -- $chosen); fi
  IFS=$newline
  set -- $found
  unset IFS
  for name in $names; do
    case ${1-} in
      "$name "*)
        digest=-
        case ${picks%% *}${digests%%"$newline"*} in
          yes*"  $name") digest=${digests%% *} digests=${digests#*"$newline"} ;;
        esac
        printf '%s %s\n' "$digest" "${1#* }"
        shift
        ;;
      *) echo - ;;
    esac
    picks=${picks#* }
  done
}

# looked: sets stat and seen_digest to what look_at_all has found for name in the working directory; fails if it has not looked at that.
looked() {
  [ -n "${look_number-}" ] && [ "$walked/$name" = "$look_name" ] || return
  eval "seen=\${looked_$look_number:--}"
  [ "$seen" != - ] || return
  seen_digest=${seen%% *} stat=${seen#* }
  [ "$seen_digest" != - ] || seen_digest=''
}

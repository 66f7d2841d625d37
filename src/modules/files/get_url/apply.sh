#!/bin/sh
# Downloads a file under another name, where it is checked; then it takes the file's name. Prints `unchanged 1` if the file had that content
# already, `size BYTES` and `sha256 DIGEST`.
# @write
#
# Variables: folder and name, where the file is. url. program, which downloads: curl, wget or busybox. curl_settings and wget_settings, lines with
# headers and login. algorithm, digest and list: of the checksum, or empty; list is the URL of a file with the digest of file_name, and
# private_list is not empty if that is on the same server. compare: not empty if the file exists and may have the content already. attributes: not
# empty if that file then gets other ones. seconds, without data. most, bytes.
# Functions: set_attributes, see ownership.ts; keep_old, see keep-old.sh; and those of src/shell/paths/. with_environment, of the module's script.
# shellcheck disable=SC2015,SC2016,SC2034,SC2154

# drop FILE: removes a file in the run's folder.
drop() {
  output=$1
  rm -f -- "$output"
}

# get URL PRIVATE: prints what the URL answers. If PRIVATE is not empty, headers and login are sent. They are no arguments, which all users see.
get() {
  case $program in
    curl)
      case $1 in [Hh][Tt][Tt][Pp][Ss]:*) redirects='=https' ;; *) redirects='=http,https' ;; esac
      {
        printf 'url = "%s"\n' "$1"
        if [ -n "$2" ]; then printf '%s\n' "$curl_settings"; fi
      } | with_environment timeout 86400 curl -q -K - -fgsSL --max-redirs 10 --proto '=http,https' --proto-redir "$redirects" \
        --connect-timeout "$seconds" --speed-limit 1 --speed-time "$seconds" --max-filesize "$most"
      ;;
    wget)
      redirects=10
      settings=$run/wget.$script_number
      (umask 077 && : >"$settings") || return
      if [ -n "$2" ] && [ -n "$wget_settings" ]; then
        # It would send them to the other server, too.
        redirects=0
        printf '%s\n' "$wget_settings" >"$settings" || return
      fi
      printf '%s\n' "$1" | with_environment timeout 86400 wget --config="$settings" --no-hsts -nv --tries=1 --timeout="$seconds" \
        --max-redirect="$redirects" -O - -i -
      set -- "$?"
      drop "$settings"
      return "$1"
      ;;
    *) with_environment timeout 3600 wget -q -O - "$1" ;;
  esac
}

# store URL PRIVATE FILE BYTES: downloads into a file, not more than these bytes and one, and syncs it.
store() {
  drop "$run/status.$script_number"
  {
    get "$1" "$2"
    echo "$?" >"$run/status.$script_number"
  } </dev/null | head -c "$(($4 + 1))" | (umask 077 && exec dd of="$3" bs=65536 conv=fsync 2>"$run/dd.$script_number") ||
    fail "The bytes cannot be stored: $(cat -- "$run/dd.$script_number")"
  [ "$(stat -c %s -- "$3")" -le "$4" ] || fail "$1 is larger than $4 bytes, which is the most that is downloaded."
  status=$(cat -- "$run/status.$script_number")
  [ "$status" = 0 ] || fail "$1 cannot be downloaded (exit status $status of $program)."
  drop "$run/status.$script_number"
  drop "$run/dd.$script_number"
}

# listed: finds the digest of file_name in standard input: on its line, or else on the only line with nothing but a digest.
listed() {
  alone='' count=0
  while read -r word entry || [ -n "$word" ]; do
    case $word in '' | *[!0-9A-Fa-f]*) continue ;; esac
    entry=${entry#\*}
    entry=${entry#./}
    if [ "$entry" = "$file_name" ]; then
      printf %s "$word"
      return
    fi
    if [ -z "$entry" ]; then alone=$word count=$((count + 1)); fi
  done
  if [ "$count" = 1 ]; then printf %s "$alone"; fi
}

# digest_of FILE ALGORITHM
digest_of() {
  sum=$("${2}sum" <"$1") || fail "The $2 of the file cannot be computed."
  sum=${sum%% *}
}

# same: ends the script, because the file has the content already.
same() {
  if [ -n "$attributes" ]; then change_entry "$name"; else echo 'unchanged 1'; fi
  exit 0
}

enter "$folder" || refuse
unmoved || refuse
if [ -n "$list" ]; then
  store "$list" "$private_list" "$run/list.$script_number" 1048576
  digest=$(tr -d '\r' <"$run/list.$script_number" | listed | tr A-F a-f)
  drop "$run/list.$script_number"
  [ -n "$digest" ] || fail "$list has no digest of $file_name."
  if [ -n "$compare" ]; then
    digest_of "./$name" "$algorithm"
    [ "$sum" != "$digest" ] || same
  fi
fi
enter_stage
store "$url" yes "$new" "$most"
if [ -n "$algorithm" ]; then
  digest_of "$new" "$algorithm"
  [ "$sum" = "$digest" ] || fail "The download has the digest $algorithm:$sum instead of $algorithm:$digest."
fi
digest_of "$new" sha256
printf 'size %s\nsha256 %s\n' "$(stat -c %s -- "$new")" "$sum"
if [ -n "$compare" ] && [ -z "$algorithm" ]; then
  found=$sum
  digest_of "$above/$name" sha256
  if [ "$sum" = "$found" ]; then
    leave_stage
    same
  fi
fi
keep_old
file=$new
set_attributes || fail 'Owner or mode cannot be set.'
take_name "$name"
leave_stage

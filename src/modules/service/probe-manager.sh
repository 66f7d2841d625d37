#!/bin/sh
# Prints which units systemd has loaded, as blocks of lines `PROPERTY=VALUE`. manager.ts reads them.
# @read
#
# Functions: those of scope.sh, which also set own. checked, of the shell.
#
# Id=UNIT                           a loaded unit
# NeedDaemonReload=yes              its files have changed since systemd read them
# Unread=FILE                       a file of settings for a loaded unit that systemd has not read
# shellcheck disable=SC2154

find_systemd
echo
show() { ask_systemd show --property="$1" -- "$2" || checked systemctl "$?"; }
show Id,NeedDaemonReload '*' | sed '/^NeedDaemonReload=no$/d'
# systemd 252 does not see a folder that is new since it last read all units, and NeedDaemonReload does not say so.
for folder in "$own"/*.*.d; do
  [ -d "$folder" ] || continue
  unit=${folder##*/}
  unit=${unit%.d}
  case $unit in *@.*) continue ;; esac
  shown=$(show LoadState,DropInPaths "$unit")
  case $shown in *LoadState=loaded*) ;; *) continue ;; esac
  shown=$(printf '%s\n' "$shown" | sed -n 's/^DropInPaths=//p')
  for file in "$folder"/*.conf; do
    [ ! -s "$file" ] || case " $shown " in
      *" $file "*) ;;
      *) printf '\nUnread=%s\n' "$file" ;;
    esac
  done
done

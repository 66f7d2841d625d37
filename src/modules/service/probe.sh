#!/bin/sh
# Prints what systemd says about a unit, as lines `PROPERTY=VALUE`. probe.ts reads them.
# @read
#
# Variables: unit, its name. properties, those to show, separated by commas. up: if not empty, the unit is to run, so its status is
# printed if it has run and is down.
# Functions: with_environment, of the module's script. checked, of the shell. port_holders, of port-holders.sh. Those of scope.sh.
#
# The properties, and:
# IsEnabled=STATE                   systemd's own answer. It also asks the tool for SysV scripts, and reads the links on the disk.
# Runtime=yes                       it is enabled until the next boot as well
# Install=yes                       the unit file says what to do to enable the unit, or may not be read
# Hidden=yes                        there is a unit file below the mask
# Linked=yes                        without the mask it would be enabled
# AlsoEnabled=STATE                 for each unit that is enabled with this one, if only such units can be enabled
# Wanted=yes                        a generator made the unit a part of the boot
# Script=yes                        there is no unit, but a SysV script of that name
# Unread=yes                        systemd has not read a file in the unit's folder of settings
# Ticks=NUMBER                      for how long its main process has run, in hundredths of a second
# After an empty line: the output of `systemctl status`, and who holds the ports that it names.
# shellcheck disable=SC2154

find_systemd
shown=$(ask_systemd show --property="$properties" -- "$unit") || {
  checked systemctl "$?"
  exit
}
printf '%s\n' "$shown"
property() {
  printf '%s\n' "$shown" | sed -n "s/^$1=//p"
}
started() {
  read -r stat <"/proc/$1/stat" || return
  # shellcheck disable=SC2086
  set -- ${stat##*") "}
  echo "${20}"
}
id=$(property Id)
# systemd 252 does not see a folder that is new since it last read all units, and NeedDaemonReload does not say so.
for file in "$own/${id:-$unit}.d"/*.conf; do
  [ ! -s "$file" ] || case " $(property DropInPaths) " in
    *" $file "*) ;;
    *) echo Unread=yes ;;
  esac
done
# Its last line. It fails for states such as disabled.
enabled=$(ask_systemd is-enabled -- "${id:-$unit}" 2>/dev/null || checked systemctl "$?")
enabled=${enabled##*"
"}
echo "IsEnabled=$enabled"
[ "$(property LoadState)" != not-found ] || [ "$scope" = user ] || [ ! -x "/etc/init.d/${unit%.service}" ] || echo Script=yes
case $enabled in
  enabled)
    for link in "$runtime"/*.wants/"$id" "$runtime"/*.requires/"$id"; do
      [ ! -h "$link" ] || echo Runtime=yes
    done
    ;;
  disabled) ;;
  masked | masked-runtime)
    case $id in *@*) name=${id%%@*}@.${id##*.} ;; *) name=$id ;; esac
    for folder in $vendor; do
      file=$folder/$name
      [ -f "$file" ] || continue
      echo Hidden=yes
      if [ ! -r "$file" ] || grep -qE '^[[:blank:]]*(WantedBy|RequiredBy|UpheldBy|Alias)[[:blank:]]*=' -- "$file"; then echo Install=yes; fi
      break
    done
    for link in "$own"/*.wants/"$id" "$own"/*.requires/"$id"; do
      [ ! -h "$link" ] || echo Linked=yes
    done
    ;;
  generated)
    for link in "$generated"/generator*/*.wants/"$id" "$generated"/generator*/*.requires/"$id"; do
      [ ! -h "$link" ] || echo Wanted=yes
    done
    ;;
  *)
    # shellcheck disable=SC2046
    set -- $(property FragmentPath) $(property DropInPaths)
    for file in "$@"; do
      if [ ! -r "$file" ] || grep -qE '^[[:blank:]]*(WantedBy|RequiredBy|UpheldBy|Alias)[[:blank:]]*=' -- "$file"; then echo Install=yes; fi
    done
    if [ "$enabled" = indirect ]; then
      also=$(cat -- "$@" 2>/dev/null | sed -n 's/^[[:blank:]]*Also[[:blank:]]*=//p')
      # shellcheck disable=SC2086
      [ -z "$also" ] || { ask_systemd is-enabled -- $also 2>/dev/null || checked systemctl "$?"; } | sed 's/^/AlsoEnabled=/'
    fi
    ;;
esac
main=$(property MainPID)
if [ "${main:-0}" -gt 0 ]; then
  # A process that has ended meanwhile is as young as one can be.
  if since=$(started "$main" 2>/dev/null); then echo "Ticks=$(($(started self) - since))"; else echo Ticks=0; fi
fi
[ -n "$up" ] || exit 0
case $(property LoadState)/$(property ActiveState)/$(property ExecMainPID) in
  */active/* | */reloading/* | loaded/*/0 | loaded/inactive/ | not-found/*) ;;
  *)
    echo
    # The journal may not have written the unit's last words yet.
    timeout 5 journalctl --sync 2>/dev/null
    status=$(ask_systemd status --no-pager --full --lines=20 -- "$unit" 2>&1)
    printf '%s\n' "$status"
    port_holders "$status" "${id:-$unit}"
    ;;
esac
:

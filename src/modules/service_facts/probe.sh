#!/bin/sh
# Prints the services, as lines `NAME VALUE`. parse.ts reads them.
# @read
#
# list-units UNIT LOAD ACTIVE SUB DESCRIPTION     of systemd: a unit that is loaded
# list-unit-files UNIT STATE PRESET of systemd: a unit file
# script NAME STARTED ENABLED    of OpenRC (yes or no), or of /etc/init.d (STARTED is unknown)
# failed STATUS                  systemctl did not answer
# Functions: with_environment, of the module's script. checked, of the shell.

if [ -d /run/systemd/system ]; then
  for list in list-units list-unit-files; do
    lines=$(with_environment timeout 30 systemctl "$list" --type=service --all --no-pager --no-legend --plain --full || checked timeout/systemctl "$?")
    status=$?
    [ "$status" = 0 ] || {
      echo "failed $status"
      exit 0
    }
    printf '%s\n' "$lines" | sed "s/^ */$list /"
  done
  exit 0
fi
for script in /etc/init.d/*; do
  name=${script##*/}
  if [ ! -x "$script" ] || [ ! -f "$script" ]; then continue; fi
  started=unknown
  enabled=no
  if [ -d /run/openrc ]; then
    started=no
    if [ -e "/run/openrc/started/$name" ]; then started=yes; fi
  fi
  for link in /etc/rc[2-5].d/S[0-9][0-9]"$name" /etc/runlevels/*/"$name"; do
    if [ -e "$link" ]; then enabled=yes; fi
  done
  echo "script $name $started $enabled"
done
exit 0

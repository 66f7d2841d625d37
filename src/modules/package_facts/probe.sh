#!/bin/sh
# Prints the installed packages: a line `manager NAME`, then what this package manager prints of each.
# @read
#
# Variables: strategy, `first` or `all`.
# Positional parameters: the package managers to ask, in order: apt, rpm, apk, pacman.
#
# manager NAME
# failed NAME STATUS     the package manager did not list its packages
# Functions: with_environment, of the module's script. checked, of the shell.
# shellcheck disable=SC2016,SC2154

# list NAME: prints the packages of a package manager, if the host has it.
list() {
  case $1 in
    apt) database=/var/lib/dpkg/status && set -- dpkg-query -W '-f=${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\n' ;;
    rpm) database=/usr/lib/sysimage/rpm && set -- rpm -qa --qf '%{NAME}\t%{VERSION}\t%{RELEASE}\t%{EPOCH}\t%{ARCH}\n' ;;
    apk) database=/usr/lib/apk/db && set -- apk list --installed ;;
    *) database=/var/lib/pacman/local && set -- pacman -Q ;;
  esac
  # Older versions of rpm and apk.
  case $1 in
    rpm) [ -e "$database" ] || database=/var/lib/rpm ;;
    apk) [ -e "$database" ] || database=/lib/apk/db ;;
  esac
  [ -e "$database" ] || return 0
  echo "manager $name"
  with_environment timeout 60 "$@" || checked timeout/"$1" "$?"
  status=$?
  [ "$status" = 0 ] || echo "failed $name $status"
  [ "$strategy" = all ] || exit 0
}

for name in "$@"; do list "$name"; done

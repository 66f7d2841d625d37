#!/bin/sh
# Prints the installed and available versions of some packages, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: enough: apt is asked only if fewer packages are installed. pins, a line `installed NAME VERSION` for each requested
# version. cached: not empty if the age of the lists matters.
# Positional parameters: the packages' names.
#
# apt no                            the target has no apt
# now SECONDS, lists SECONDS        the time, and when the package lists were fetched
# sources SECONDS                   when a source, a key or an architecture was last added or changed; several lines
# installed NAME VERSION
# hold NAME                         the package is held at its version
# leftover NAME                     the package is removed, but not its configuration files
# provider NAME PACKAGE             NAME is virtual, and the package provides it
# near NAME PACKAGE                 NAME is unknown, and the package has a similar name
# After an empty line: the output of `apt-cache policy`, if a package is missing or has another version than requested.
# Functions: with_environment, of the module's script. checked, of the shell.
# shellcheck disable=SC2154

command -v apt-get >/dev/null 2>&1 || {
  echo 'apt no'
  exit 0
}
echo "now $(date +%s)"
for file in /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp; do
  [ ! -e "$file" ] || echo "lists $(stat -c %.9Y -- "$file")"
done
# The time of the last change of the inode also tells of a file that was copied or moved there with its old time.
[ -z "$cached" ] || for file in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources \
  /etc/apt/keyrings /etc/apt/keyrings/* /etc/apt/trusted.gpg /etc/apt/trusted.gpg.d /etc/apt/trusted.gpg.d/* /var/lib/dpkg/arch; do
  [ ! -e "$file" ] || echo "sources $(stat -L -c %.9Z -- "$file")"
done
[ "$#" -gt 0 ] || exit 0
# shellcheck disable=SC2016
known=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n${db:Status-Want} ${Package}\n' -- "$@" 2>/dev/null || checked dpkg-query "$?")
known=$(printf '%s\n' "$known" | sort -u)
installed=$(printf '%s\n' "$known" | grep '^installed ')
printf '%s\n' "$known" | sed -n -e '/^installed /p' -e '/^hold /p' -e 's/^config-files \([^ ]*\) .*/leftover \1/p'
count=$(printf '%s\n' "$installed" | cut -d ' ' -f 2 | sort -u | grep -c .)
unmet=$(printf '%s\n' "$pins" | grep -vxF -e "$installed")
if [ "$count" -ge "$enough" ] && [ -z "$unmet" ]; then exit 0; fi
# apt is told to keep no cache file, because a probe writes nothing.
cache() { with_environment apt-cache -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@" || checked apt-cache "$?"; }
policy=$(cache policy -- "$@")
for name in "$@"; do
  case $(printf '%s\n' "$policy" | grep -A 2 -xF -e "$name:") in
    *'Candidate: (none)') cache showpkg -- "$name" | sed -e '1,/^Reverse Provides:/d' -e 's/ .*//' | sort -u | sed -n "1,10s/^/provider $name /p" ;;
    '')
      start=$(printf %s "$name" | cut -c 1-2)
      cache pkgnames -- "$start" | grep -xE ".{$((${#name} - 2)),$((${#name} + 2))}" | sed -n "1,3000s/^/near $name /p"
      ;;
  esac
done
printf '\n%s\n' "$policy"

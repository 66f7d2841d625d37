#!/bin/sh
# Prints the installed and available versions of some packages, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: enough: apt is asked only if fewer packages are installed. pins, a line `installed NAME VERSION` for each requested
# version. cached: not empty if the age of the lists matters. release: the release to install from, or empty. whole: the step that
# apt-get is to take with all packages, in words, or empty. cleans: not empty if outdated downloads are to be removed. deb: a package
# file or its URL, or empty.
# Positional parameters: the packages' names.
#
# apt no                            the target has no apt
# now SECONDS, lists SECONDS        the time, and when the package lists were fetched
# sources SECONDS                   when a source, a key or an architecture was last added or changed; several lines
# installed NAME VERSION
# hold NAME                         the package is held at its version
# leftover NAME                     the package is removed, but not its configuration files
# provider NAME PACKAGE             NAME is virtual, and the package provides it
# provided NAME                     and one of these is installed
# near NAME PACKAGE                 NAME is unknown, and the package has a similar name
# release no                        the sources do not have the release
# plan LINE                         a line of apt-get's simulation of the step
# plan-failed yes                   apt-get could not simulate it
# outdated FILE                     a download that no source has any more
# deb-status STATUS                 of the program that looked into the package file or fetched it; missing: there is no such file
# deb NAME VERSION                  what the file holds
# deb-older yes                     a newer version of that package is installed
# After an empty line: the output of `apt-cache policy`, if a package is missing or has another version than requested.
# Functions: with_environment, of the module's script. checked, of the shell. fetch, of fetch.ts.
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
# apt is told to keep no cache file, because a probe writes nothing.
set_options() { options="-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= ${release:+-o APT::Default-Release=$release}"; }
set_options
plan_failed() {
  checked apt-get "$1"
  echo 'plan-failed yes'
}
# simulate STEP...: prints what apt-get would do.
# shellcheck disable=SC2086
simulate() { with_environment apt-get -s -o Debug::NoLocking=1 $options "$@"; }
# shellcheck disable=SC2086
if [ -n "$release" ] && ! with_environment apt-cache $options policy >/dev/null 2>&1; then
  echo 'release no'
  release=''
  set_options
fi
if [ -n "$whole" ]; then
  # shellcheck disable=SC2086
  if plan=$(simulate $whole); then printf '%s\n' "$plan" | sed -n 's/^\(Inst\|Remv\|Purg\) /plan &/p'; else plan_failed "$?"; fi
  # shellcheck disable=SC2016,SC2046
  set -- $({ dpkg-query -W -f='${db:Status-Want} ${Package}\n' || checked dpkg-query "$?"; } | sed -n 's/^hold //p')
fi
if [ -n "$cleans" ]; then
  if plan=$(simulate autoclean); then printf '%s\n' "$plan" | sed -n 's/^Del /outdated /p'; else plan_failed "$?"; fi
fi
if [ -n "$deb" ]; then
  # shellcheck disable=SC2016
  show() { with_environment dpkg-deb --show --showformat='deb ${Package} ${Version}\n' "$1" || checked dpkg-deb "$?"; }
  case $deb in
    /*) if [ -f "$deb" ]; then shown=$(show "$deb") || status=$?; else status=missing; fi ;;
    # What describes the package is at its beginning.
    *) { shown=$({ fetch "$deb" 60 || echo "deb-status $?" >&4; } | head -c 4194304 | show -); } 4>&1 ;;
  esac
  printf 'deb-status %s\n' "${status:-0}"
  [ -z "$shown" ] || printf '%s\n' "$shown"
  shown=${shown#deb }
  version=${shown#* }
  set -- ${shown:+"${shown%% *}"}
fi
[ "$#" -gt 0 ] || exit 0
# shellcheck disable=SC2016
known=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n${db:Status-Want} ${Package}\n' -- "$@" 2>/dev/null || checked dpkg-query "$?")
known=$(printf '%s\n' "$known" | sort -u)
installed=$(printf '%s\n' "$known" | grep '^installed ')
printf '%s\n' "$known" | sed -n -e '/^installed /p' -e '/^hold /p' -e 's/^config-files \([^ ]*\) .*/leftover \1/p'
if [ -n "$deb" ]; then
  now=${installed#installed * }
  if [ -n "$installed" ] && with_environment dpkg --compare-versions "$now" gt "$version"; then echo 'deb-older yes'; fi
  exit 0
fi
count=$(printf '%s\n' "$installed" | cut -d ' ' -f 2 | sort -u | grep -c .)
unmet=$(printf '%s\n' "$pins" | grep -vxF -e "$installed")
if [ "$count" -ge "$enough" ] && [ -z "$unmet" ]; then exit 0; fi
# shellcheck disable=SC2086
cache() { with_environment apt-cache $options "$@" || checked apt-cache "$?"; }
policy=$(cache policy -- "$@")
for name in "$@"; do
  case $(printf '%s\n' "$policy" | grep -A 2 -xF -e "$name:") in
    *'Candidate: (none)')
      providers=$(cache showpkg -- "$name" | sed -e '1,/^Reverse Provides:/d' -e 's/ .*//' | sort -u)
      [ -n "$providers" ] || continue
      printf '%s\n' "$providers" | sed -n "1,10s/^/provider $name /p"
      # shellcheck disable=SC2016,SC2086
      if { dpkg-query -W -f='${db:Status-Status}\n' -- $providers 2>/dev/null || checked dpkg-query "$?"; } | grep -qx installed; then echo "provided $name"; fi
      ;;
    '')
      start=$(printf %s "$name" | cut -c 1-2)
      cache pkgnames -- "$start" | grep -xE ".{$((${#name} - 2)),$((${#name} + 2))}" | sed -n "1,3000s/^/near $name /p"
      ;;
  esac
done
printf '\n%s\n' "$policy"

#!/bin/sh
# Prints the installed and available versions of some packages, as lines `NAME VALUE`. probe.ts reads them.
# @read
#
# Variables: enough: apt is asked only if fewer packages are installed. pins, a line `installed NAME VERSION` for each requested
# version.
# Positional parameters: the packages' names.
#
# apt no                            the target has no apt
# now SECONDS, lists SECONDS        the time, and when the package lists were fetched
# installed NAME VERSION
# After an empty line: the output of `apt-cache policy`, if a package is missing or has another version than requested.
# shellcheck disable=SC2154

command -v apt-get >/dev/null 2>&1 || {
  echo 'apt no'
  exit 0
}
echo "now $(date +%s)"
for file in /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp; do
  [ ! -e "$file" ] || echo "lists $(stat -c %Y -- "$file")"
done
if [ "$#" -gt 0 ]; then
  # shellcheck disable=SC2016
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n' -- "$@" 2>/dev/null | grep '^installed ')
  [ -z "$installed" ] || printf '%s\n' "$installed" | sort -u
  count=$(printf '%s\n' "$installed" | cut -d ' ' -f 2 | sort -u | grep -c .)
  unmet=$(printf '%s\n' "$pins" | grep -vxF -e "$installed")
  # apt is told to keep no cache file, because a probe writes nothing.
  if [ "$count" -lt "$enough" ] || [ -n "$unmet" ]; then
    echo
    with_environment apt-cache -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= policy -- "$@"
  fi
fi
:

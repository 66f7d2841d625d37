#!/bin/sh
# Prints the path and the version of the host's Python, if it has one. ../system.ts reads them.
# @read
#
# Functions: those of limit.sh.

for name in python3 python /usr/libexec/platform-python; do
  program=$(command -v "$name") || continue
  echo "executable $program"
  {
    version=$("$program" --version 2>&1 </dev/null 9>&-) && echo "version $version"
  } &
  end_within 60 $!
  break
done
true

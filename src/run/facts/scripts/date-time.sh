#!/bin/sh
# Prints the host's time in the host's time zone: the seconds since 1970, then the parts. ../account.ts reads them.
# @read

command date '+%s %Y %m %d %H %M %S %A %w %W %j %Z %z' 9>&-
true

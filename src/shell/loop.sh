#!/bin/sh
# Reads requests and evaluates them. A request is a header line, `LENGTH DIGEST`, and a body of that many bytes. The body is evaluated
# only after all of it has arrived.
# @write
#
# Variables: ready, printed on both streams once the loop has started, on standard output with the shell's process id.
# bootstrap.ts joins the lines and passes them through the login shell, whichever that is. So each line ends with a semicolon or a
# keyword, and there are no single quotes, backslashes or exclamation marks.
# shellcheck disable=SC2154

LC_ALL=C; export LC_ALL; umask 022; cd /;
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export PATH;
echo "$ready $$";
echo "$ready" >&2;
while read -r length digest; do
  # The dot keeps line breaks at the end of the body.
  body=$(head -c "$length"; echo .);
  body=${body%.};
  actual=$(printf %s "$body" | sha256sum);
  if [ "${actual%% *}" = "$digest" ]; then eval "$body";
  else echo damaged request >&2; exit 99; fi;
done

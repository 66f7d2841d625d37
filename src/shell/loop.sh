#!/bin/sh
# Reads requests and evaluates them. A request is a header line, `LENGTH DIGEST`, and a body of that many bytes. The body is evaluated
# only after all of it has arrived. The digest includes the key that the request before it has set.
# @write
#
# Variables: ready, printed on both streams once the loop has started, on standard output with the shell's process id. Instead of
# that number, the names of the programs that are missing, or `none` if no program can be executed: then the loop does not start.
# tools, the names of the programs that every host must have. trusted_path, of trusted-path.sh. Sets login_path, in which the commands of tasks are found.
# Functions: take LENGTH passes on that many bytes of its input and leaves the rest. The `head` of busybox reads more, and discards it.
# take_body LENGTH does the same in place of the shell that calls it: each request costs as few processes as possible.
# put TEXT prints it. A program would not take the text of a large request as its argument, and mksh has no `printf` of its own.
# bootstrap.ts joins the lines and passes them through the login shell, whichever that is. So each line ends with a semicolon or a
# keyword, and there are no single quotes, backslashes or exclamation marks.
# shellcheck disable=SC2034,SC2154

set +x +v; LC_ALL=C; export LC_ALL; unset LANGUAGE POSIXLY_CORRECT CDPATH; umask 022; cd /;
login_path=$PATH:/usr/local/sbin:/usr/sbin:/sbin;
PATH=$trusted_path:/usr/local/sbin:/usr/sbin:/sbin; export PATH;
take() { head -c "$1"; };
take_body() { exec head -c "$1"; };
missing=;
for tool in $tools; do
  command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool";
done;
if [ -z "$missing" ]; then
  case $(echo ab | { head -c 1; read -r rest; printf %s "-$rest"; }) in
    a-b) : ;;
    a-) take() { dd bs=65536 iflag=fullblock,count_bytes count="$1" 2>/dev/null; };
      take_body() { exec dd bs=65536 iflag=fullblock,count_bytes count="$1" 2>/dev/null; } ;;
    *) missing=" none" ;;
  esac;
fi;
echo "$ready${missing:- $$}";
if [ -n "$missing" ]; then exit 127; fi;
echo "$ready" >&2;
put() { printf %s "$1"; };
case $(command -v printf) in
  /*) if [ "$(print -rn -- ab 2>/dev/null)" = ab ]; then put() { print -rn -- "$1"; }; fi ;;
esac;
request_key=;
while read -r length digest; do
  # A body does not end with a line break.
  body=$(take_body "$length");
  actual=$(put "$request_key$body" | exec sha256sum);
  if [ "${actual%% *}" = "$digest" ]; then eval "$body";
  else echo damaged request >&2; exit 99; fi;
done

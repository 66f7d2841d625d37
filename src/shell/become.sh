#!/bin/sh
# Starts the loop of requests as another user: through sudo, or if there is none and the login is root, through su.
# @write
#
# Variables: user, whom to become. options, those of sudo. $1, the loop. trusted_path, of trusted-path.sh.
# bootstrap.ts joins the lines and passes them through the login shell, as for loop.sh. Messages are not translated, because shell.ts
# reads them.
# shellcheck disable=SC2086,SC2154

LC_ALL=C; export LC_ALL; PATH=$trusted_path;
if command -v sudo >/dev/null 2>&1; then exec sudo $options -H -u "$user" sh -c "$1"; fi;
if [ "$(id -u)" = 0 ]; then
  if [ "$user" = root ]; then exec sh -c "$1"; fi;
  if id "$user" >/dev/null 2>&1; then :; else echo "unknown user $user" >&2; exit 1; fi;
  if command -v su >/dev/null 2>&1; then exec su -s /bin/sh "$user" -c "$1"; fi;
  echo "neither sudo nor su is installed" >&2; exit 127;
fi;
echo "sudo is not installed" >&2; exit 127

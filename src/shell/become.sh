#!/bin/sh
# Starts the loop of requests as another user: through sudo, or if there is none and the login is root, through su.
# @write
#
# Variables: user, whom to become. begun, printed on standard error at the start. options, those of sudo. $1, the loop. trusted_path, of
# trusted-path.sh.
# bootstrap.ts joins the lines and passes them through the login shell, as for loop.sh. Messages are not translated, because start.ts
# reads them.
# Sudo reports an unknown user in many words, or not at all: so `id` is asked after a failure.
# shellcheck disable=SC2086,SC2154

set +x +v; LC_ALL=C; export LC_ALL; PATH=$trusted_path;
echo "$begun" >&2;
if command -v sudo >/dev/null 2>&1; then
  sudo $options -H -u "$user" sh -c "$1"; status=$?;
  if [ "$status" -gt 0 ]; then
    id "$user" >/dev/null 2>&1; found=$?;
    if [ "$found" = 1 ]; then echo "unknown user $user" >&2; fi;
  fi;
  exit "$status";
fi;
if [ "$(id -u)" = 0 ]; then
  if [ "$user" = root ]; then exec sh -c "$1"; fi;
  if id "$user" >/dev/null 2>&1; then :; else echo "unknown user $user" >&2; exit 1; fi;
  if command -v su >/dev/null 2>&1; then exec su -s /bin/sh "$user" -c "$1"; fi;
  echo "neither sudo nor su is installed" >&2; exit 127;
fi;
echo "sudo is not installed" >&2; exit 127

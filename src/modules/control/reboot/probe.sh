#!/bin/sh
# Reads which start of the host this is.
# @read
#
# Variables: test_command, what must succeed after a restart; may be empty.
#
# boot ID                           of the kernel's start, and the ticks between that and the start of process 1: a container is restarted alone
# user UID
# tested STATUS                     of test_command, if the run has restarted the host
# shellcheck disable=SC2154
: "${test_command?}"

boot=
init=
{ read -r boot </proc/sys/kernel/random/boot_id && read -r init </proc/1/stat; } 2>/dev/null
# shellcheck disable=SC2086
set -- ${init##*") "}
printf 'boot %s\n' "$boot/${20:-}"
printf 'user %s\n' "$(id -u)"
if [ -n "$test_command" ] && [ -n "${run:-}" ] && [ -e "$run/restarting" ]; then
  with_own_environment timeout 30 sh -c "$test_command" >/dev/null 2>&1 </dev/null
  tested=$?
  checked timeout "$tested"
  printf 'tested %s\n' "$tested"
fi
exit 0

#!/bin/sh
# Prints the mounted file systems that store files, as /proc/mounts has them, with the sizes of those that answer in time. ../mounts.ts
# reads them.
# @read
#
# Functions: those of limit.sh.

asked=
count=0
while read -r device mount type options _; do
  case $device:$type in
    /*:* | *:/*:* | *:zfs | *:btrfs | *:overlay | *:ceph | *:9p | *:virtiofs | *:cifs | *:smb3 | *:nfs*) ;;
    *) continue ;;
  esac
  printf 'mount %s %s %s %s\n' "$device" "$mount" "$type" "$options"
  count=$((count + 1))
  [ "$count" -le 200 ] || continue
  {
    sizes=$(command df -Pk -- "$(printf '%b' "$mount")" 2>/dev/null </dev/null 9>&-) && printf 'size %s %s\n' "$mount" "${sizes##*
}"
  } &
  asked="$asked $!"
done </proc/mounts
# shellcheck disable=SC2086
end_within 60 $asked
true

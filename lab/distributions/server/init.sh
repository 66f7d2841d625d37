#!/bin/sh
# First process of a lab host: makes the container's environment like a server's, then becomes systemd.
set -eu

# A nested container engine writes sysctls and cgroups, which the outer engine mounts read-only.
mount -o remount,bind,rw /proc/sys
awk '$2 ~ "^/sys/fs/cgroup" { print $2 }' /proc/self/mounts | while read -r mount_point; do
  mount -o remount,bind,rw "$mount_point" || true
done

# The outer engine bind-mounts these three files at every start. On a server they are plain files that a rename can replace.
# From the second start on, the files below the mounts are kept.
first_start=no
[ -e /var/lib/lab-started ] || first_start=yes
for file in /etc/hosts /etc/hostname /etc/resolv.conf; do
  content=$(cat "$file")
  umount "$file"
  [ "$first_start" = yes ] || continue
  printf '%s\n' "$content" >"$file"
  chmod 644 "$file"
done
if [ "$first_start" = yes ]; then
  # The outer engine's own resolver listens on a loopback address, which nested containers cannot reach.
  [ -z "$LAB_RESOLV_CONF" ] || printf '%s\n' "$LAB_RESOLV_CONF" >/etc/resolv.conf
  ssh-keygen -A >/dev/null
  mkdir -p /var/lib && touch /var/lib/lab-started
fi

# Users' sessions must not see this variable.
unset LAB_RESOLV_CONF
exec /sbin/init

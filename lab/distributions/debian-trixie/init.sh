#!/bin/sh
# First process of a lab host: turns a container's surroundings into those of a server, then becomes systemd.
set -eu

# A nested container engine writes sysctls and cgroups, which the outer engine mounts read-only.
mount -o remount,bind,rw /proc/sys
awk '$2 ~ "^/sys/fs/cgroup" { print $2 }' /proc/self/mounts | while read -r place; do
  mount -o remount,bind,rw "$place" || true
done

# The outer engine bind-mounts these three; on a server they are plain files that can be replaced by a rename. The engine
# mounts its own again at every start, so what stands below is kept from the second start on.
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

# systemd learns of its surroundings from the environment; users' sessions shall not see it.
unset LAB_RESOLV_CONF
exec /sbin/init

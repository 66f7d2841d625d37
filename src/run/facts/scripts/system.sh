#!/bin/sh
# Prints what starts services and installs packages, and what the kernel says of itself, as `NAME VALUE`. ../system.ts reads it.
# @read

# contents NAME FILE: prints the first line of a file.
contents() {
  { read -r line <"$2"; } 2>/dev/null && printf '%s %s\n' "$1" "$line"
}

[ -d /run/systemd/system ] && echo "service_mgr systemd"
[ -e /run/openrc/softlevel ] && echo "service_mgr openrc"
contents init /proc/1/comm

PATH=$PATH:/usr/sbin:/sbin
for program in apt-get dnf5 dnf yum zypper apk pacman xbps-install emerge opkg; do
  if command -v "$program" >/dev/null; then
    echo "pkg_mgr $program"
    break
  fi
done

[ -d /sys/fs/selinux ] && [ -e /sys/fs/selinux/enforce ] && echo "selinux enabled"
contents selinux_enforce /sys/fs/selinux/enforce
contents selinux_policyvers /sys/fs/selinux/policyvers
if [ -r /etc/selinux/config ]; then
  while IFS='=' read -r name value || [ -n "$name" ]; do
    case $name in
      SELINUX) echo "selinux_config_mode $value" ;;
      SELINUXTYPE) echo "selinux_type $value" ;;
    esac
  done </etc/selinux/config
fi
contents apparmor /sys/module/apparmor/parameters/enabled
contents cmdline /proc/cmdline
contents uptime /proc/uptime
contents loadavg /proc/loadavg
contents machine_id /etc/machine-id
contents fips /proc/sys/crypto/fips_enabled
contents kernel_version /proc/sys/kernel/version
true

#!/bin/sh
# Prints the signs of containers, virtual machines and their hosts, as `NAME VALUE`. ../virtualization.ts reads them.
# @read

# contents NAME FILE: prints the first line of a file.
contents() {
  { read -r line <"$2"; } 2>/dev/null && printf '%s %s\n' "$1" "$line"
}

[ -e /.dockerenv ] && echo "container docker"
[ -e /run/.containerenv ] && echo "container podman"
contents systemd_container /run/systemd/container
if [ -r /proc/1/environ ]; then
  { command tr '\000' '\n' </proc/1/environ 9>&-; } 2>/dev/null | while read -r line; do
    case $line in container=*) echo "init_container ${line#*=}" ;; esac
  done
fi
if [ -r /proc/1/cgroup ]; then
  while read -r line; do printf 'cgroup %s\n' "$line"; done </proc/1/cgroup
fi
[ -e /proc/vz ] && [ ! -e /proc/bc ] && echo "openvz yes"
for name in product_name product_family sys_vendor bios_vendor; do contents "$name" "/sys/class/dmi/id/$name"; done
contents hypervisor /sys/hypervisor/type
[ -e /proc/device-tree/hypervisor/compatible ] && echo "device_tree yes"
command grep -q -m1 '^flags.* hypervisor' /proc/cpuinfo 2>/dev/null && echo "flag yes"
if [ -r /proc/modules ]; then
  while read -r name _; do
    case $name in kvm_intel | kvm_amd | kvm | vboxdrv) echo "module $name" ;; esac
  done </proc/modules
fi
[ -e /dev/kvm ] && echo "module kvm"
true

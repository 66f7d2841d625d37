#!/bin/sh
# Prints the disks of the host and their partitions, one property per line. ../devices.ts reads them.
# @read

# property LABEL FILE: prints the first line of a file.
property() {
  { read -r line <"$2"; } 2>/dev/null && printf '%s %s\n' "$1" "$line"
}

for disk in /sys/block/*/; do
  name=${disk%/}
  name=${name##*/}
  [ -r "${disk}size" ] || continue
  property "disk $name size" "${disk}size"
  property "disk $name removable" "${disk}removable"
  property "disk $name rotational" "${disk}queue/rotational"
  for part in model vendor serial; do property "disk $name $part" "${disk}device/$part"; done
  for partition in "$disk"*/; do
    [ -r "${partition}partition" ] || continue
    part=${partition%/}
    property "partition $name ${part##*/} size" "${partition}size"
    property "partition $name ${part##*/} start" "${partition}start"
  done
done
true

#!/bin/sh
# Prints what the firmware says of the machine, as `NAME VALUE`. Only root may read the serial numbers. ../system.ts reads it.
# @read

for name in bios_date bios_vendor bios_version board_name board_vendor chassis_type chassis_vendor product_family product_name \
  product_serial product_uuid product_version sys_vendor; do
  { read -r line <"/sys/class/dmi/id/$name"; } 2>/dev/null && printf '%s %s\n' "$name" "$line"
done
true

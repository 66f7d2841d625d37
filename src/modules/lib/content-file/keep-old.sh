#!/bin/sh
# Defines `keep_old`, which keeps a copy of a file that is about to be replaced.
# @write
#
# Variables: name, the file's. backup, not empty if a copy is kept.
# Functions: those of src/shell/paths/.
#
# backup PATH                       in base64: the copy of the old file
# shellcheck disable=SC2154

# keep_old: copies the old file, by way of the stage.
keep_old() {
  [ -n "$backup" ] || return 0
  copy=$name.$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if [ -e "$above/$copy~" ] || [ -h "$above/$copy~" ]; then copy=$copy.$id.$script_number; fi
  new=$new.trial
  copy_to_stage "$name"
  take_name "$copy~"
  new=${new%.trial}
  printf 'backup %s\n' "$(printf %s "$walked/$copy~" | base64 | tr -d '\n')"
}

#!/bin/sh
# Names the containers that a stopped engine has left running (live-restore), from the files that it keeps of them.
# @read
#
# container ID NAME PROJECT

# kept_containers FOLDER ID...: FOLDER is where the engine keeps its data.
kept_containers() {
  folder=$1
  shift
  for id in "$@"; do
    file=$folder/containers/$id/config.v2.json
    [ -r "$file" ] || continue
    name=$(grep -oE '"Name":"/[^"]*"' "$file" | head -n 1)
    project=$(grep -oE '"com.docker.compose.project":"[^"]*"' "$file" | head -n 1)
    name=${name#*/}
    project=${project#*:\"}
    echo "container $id ${name%\"} ${project%\"}"
  done
}

#!/bin/sh
# Prints what docker knows of a compose project, as lines `NAME VALUE`. parse.ts reads them.
# @read
#
# Variables: project_src, the project's folder. project_name, empty for compose's own choice. state, the task's. text_limit, the
# bytes of a file beyond which it is not compared. container_format, for `docker ps`.
# Positional parameters: the words after `docker` that print the resolved configuration.
#
# docker no-docker | no-compose     docker or its compose plugin is missing
# folder none                       the project's folder does not exist
# refused 1                         compose rejects the files, and says why on standard error
# name PROJECT
# hash SERVICE DIGEST               for each requested service and its dependencies
# container SERVICE|DIGEST|ONEOFF|ID|STATE|IMAGE|STATUS
# log SERVICE LINE                  the end of the log of a container that is not well
# network ID, volume ID             with `state: absent`
# After an empty line, in base64: name and text of each YAML and env file, each ended by a NUL byte.
# shellcheck disable=SC2154

with_environment command -v docker >/dev/null 2>&1 || {
  echo 'docker no-docker'
  exit 0
}
cd -- "$project_src" 2>/dev/null || echo 'folder none'
# Compose hashes a service after it has resolved everything, but `config --hash` hashes before env files are read. So the resolved
# files are given to it once more.
if config=$(with_environment docker "$@"); then
  project_name=${config#name: }
  project_name=${project_name%%"
"*}
  printf '%s\n' "$config" | with_environment docker compose -p "$project_name" -f - config --hash '*' | sed 's/^/hash /'
else
  with_environment docker compose version >/dev/null 2>&1 || echo 'docker no-compose'
  echo 'refused 1'
fi
if [ -n "$project_name" ]; then
  echo "name $project_name"
  label=label=com.docker.compose.project=$project_name
  containers=$(with_environment docker ps -a --no-trunc --filter "$label" --format "$container_format") || echo 'silent 1'
  [ -z "$containers" ] || printf '%s\n' "$containers" | while IFS='|' read -r service digest oneoff id is image status; do
    echo "container $service|$digest|$oneoff|$id|$is|$image|$status"
    case $status in
      *'(unhealthy)'* | Exited* | Restarting* | Dead*)
        with_environment docker logs --tail 20 "$id" 2>&1 | tail -c 4096 | sed "s/^/log $service /"
        ;;
    esac
  done
  if [ "$state" = absent ]; then
    with_environment docker network ls -q --filter "$label" | sed 's/^/network /'
    with_environment docker volume ls -q --filter "$label" | sed 's/^/volume /'
  fi
fi
if [ "$state" = present ] || [ "$state" = restarted ]; then
  echo
  for name in *.yml *.yaml .env *.env */*.yml */*.yaml */.env */*.env; do
    [ -f "$name" ] && printf '%s\000' "$name" && head -c "$((text_limit + 1))" <"$name" && printf '\000'
  done 2>/dev/null | base64
fi
:

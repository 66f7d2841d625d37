#!/bin/sh
# Prints what docker knows of a compose project, as lines `NAME VALUE`. parse.ts reads them.
# @read
#
# Variables: project_src, the project's folder. remove_orphans, not empty if orphans are removed. project_name, empty for compose's own choice. state, the task's. text_limit, the
# bytes of a file beyond which it is not compared. container_format, for `docker ps`. inspect_format, for `docker inspect`: the lines started, host
# and mounted. project_folder, project_src in its usual spelling. changes_limit, how many entries of mounted files are reported. wanted_keys, the keys
# of services that are compared, as a basic regular expression.
# config_files, the absolute paths of the project's own files with commas in between, as in compose's label.
# Functions: those of src/shell/paths/walk.sh.
# Positional parameters: the words after `docker` that print the resolved configuration.
#
# docker no-docker | no-compose     docker or its compose plugin is missing
# folder none                       the project's folder does not exist
# obstacle, where, owner            what `report` prints: the folder cannot be reached
# silent 1                          docker ps fails; or a request to docker does not end in time, and then this line is the last one
# refused 1                         compose rejects the files, and says why on standard error
# config LINE                       lines of the resolved configuration: names, restart policies, numbers of replicas, conditions
# known SERVICE                     with remove_orphans: each defined service, also of profiles that are not active
# wanted LINE                       lines of the resolved configuration: the settings of services that are compared with those of containers
# name PROJECT
# part SERVICE DIGEST               if compose rejects the files: for each service in those that it accepts
# hash SERVICE DIGEST               for each requested service and its dependencies
# container SERVICE|DIGEST|ONEOFF|ID|STATE|IMAGE|STATUS
# now SECONDS                       the host's clock
# started ID RESTARTS TIME          when each container was started last, and how often docker has restarted it
# host ID JSON                      each container's host configuration, mounts and user
# changed SECONDS PATH              when files that are mounted read-only were changed last, latest first
# log SERVICE LINE                  the end of the log of a container that is not well, and who holds the ports that it names
# network ID, volume ID             with `state: absent`
# After an empty line, in base64: name and text of each YAML and env file, each ended by a NUL byte.
# Functions: with_environment, of the module's script. checked, of the shell. port_holders, of port-holders.sh. ask_docker and late, of ask-docker.sh.
# shellcheck disable=SC2154

# changes: reports when what is mounted read-only was changed last. Folders count only if they belong to the project or are below /etc: others have data
# of other programs, and may be huge. So have files in the folders in which the system keeps its state.
changes() {
  set -f --
  IFS=$newline
  for source in $(printf '%s\n' "$inspected" | sed -n 's/^mounted //p' | sort -u); do
    case $source in
      "$project_folder" | "$project_folder"/* | /etc/?*) [ -e "$source" ] && set -- "$@" "$source" ;;
      /dev/* | /proc/* | /run/* | /sys/* | /var/*) ;;
      *) [ -f "$source" ] && set -- "$@" "$source" ;;
    esac
  done
  unset IFS
  set +f
  [ "$#" = 0 ] && return
  # What the user may not see makes find fail, but leaves the rest of its answer.
  changed=$(find -H "$@" -xdev -exec stat -c '%Z %n' {} + 2>/dev/null) || checked find "$?"
  [ -n "$changed" ] || checked find/stat 127
  printf '%s\n' "$changed" | sort -rn | head -n "$changes_limit" | sed 's/^/changed /'
}

# resolved KIND: reports the services of the resolved configuration in config, and their digests as lines of this kind.
resolved() {
  printf '%s\n' "$config" | sed -n -e '/^[a-z]/p' -e '/^  [^ ]/p' -e '/^    [a-z_]*:$/p' -e '/^    restart: /p' -e '/^    scale: /p' \
    -e '/^      [^ ]*:$/p' -e '/^      replicas: /p' -e '/^        condition: /p' | sed 's/^/config /'
  # Of each service, the keys that wanted-settings.ts reads: a line is printed if the key above it, which is in the hold space, is one of them.
  printf '%s\n' "$config" | sed -n -e '/^services:$/,/^[^ ]/{' -e '/^ \{0,4\}[^ ]/h' -e 's/^/wanted /' -e '/^wanted   [^ ]/p' -e G \
    -e "/\\n    \\($wanted_keys\\):/P" -e '}'
  hashes=$(printf '%s\n' "$config" | ask_docker compose -p "$project_name" -f - config --hash '*') || return
  printf '%s\n' "$hashes" | sed "s/^/$1 /"
}

# parts: if compose rejects the project, because a file is missing or wrong, its containers tell its name, and its other files what was defined. In
# check mode an earlier task may mend the file.
parts() {
  [ -n "$project_name" ] || project_name=$(
    ask_docker ps -a --filter "label=com.docker.compose.project.config_files=$config_files" --format '{{.Label "com.docker.compose.project"}}' 2>/dev/null |
      head -n 1
  )
  [ -n "$project_name" ] || return 0
  set --
  for name in *.yml *.yaml; do
    case ,$config_files, in *",$project_folder/$name,"*) continue ;; esac
    [ -f "$name" ] && set -- "$@" -f "$name"
  done
  [ "$#" = 0 ] && return
  if config=$(ask_docker compose -p "$project_name" "$@" config 2>/dev/null); then
    resolved part || :
    return
  fi
  # One that is wrong, or needs another, does not hide the rest.
  while [ "$#" -gt 0 ]; do
    if config=$(ask_docker compose -p "$project_name" -f "$2" config 2>/dev/null); then resolved part || :; fi
    shift 2
  done
}

with_environment command -v docker >/dev/null 2>&1 || {
  echo 'docker no-docker'
  exit 0
}
if enter "$project_src"; then
  # The name of the project is that of the folder, also if it is a link.
  PWD=$project_src
else
  case $obstacle in
    missing | not-folder) echo 'folder none' ;;
    *)
      report
      exit 0
      ;;
  esac
  cd /
fi
# Compose hashes a service after it has resolved everything, but `config --hash` hashes before env files are read. So the resolved
# files are given to it once more.
if config=$(ask_docker "$@"); then
  project_name=${config#name: }
  project_name=${project_name%%"
"*}
  resolved hash || {
    late "$?"
    echo 'refused 1'
  }
  if [ -n "$remove_orphans" ]; then
    # Without their names, these services would count as orphans.
    known=$(with_environment env COMPOSE_PROFILES='*' timeout "$docker_seconds" docker "$@" --services) || {
      checked env/timeout/docker "$?"
      late "$?"
      echo 'refused 1'
    }
    printf '%s\n' "$known" | sed 's/^/known /'
  fi
else
  late "$?"
  ask_docker compose version >/dev/null 2>&1 || echo 'docker no-compose'
  echo 'refused 1'
  parts
fi
if [ -n "$project_name" ]; then
  echo "name $project_name"
  label=label=com.docker.compose.project=$project_name
  containers=$(ask_docker ps -a --no-trunc --filter "$label" --format "$container_format") || {
    late "$?"
    echo 'silent 1'
  }
  [ -z "$containers" ] || printf '%s\n' "$containers" | while IFS='|' read -r service digest oneoff id is image status; do
    echo "container $service|$digest|$oneoff|$id|$is|$image|$status"
    case $status in
      *'(unhealthy)'* | Exited* | Restarting* | Dead* | 'Up Less than'* | 'Up '*' second'*)
        log=$(ask_docker logs --tail 20 "$id" 2>&1) || late "$?"
        [ -z "$log" ] || printf '%s\n' "$log" | tail -c 4096 | sed "s/^/log $service /"
        case $status in Up*) ;; *) port_holders "$log" "$id" | sed "s/^/log $service /" ;; esac
        ;;
    esac
  done || [ "$?" != 124 ] || exit 124
  if [ -n "$containers" ]; then
    echo "now $(date +%s)"
    # shellcheck disable=SC2046 # Ids have no blanks.
    inspected=$(ask_docker inspect --format "$inspect_format" $(printf '%s\n' "$containers" | cut -d '|' -f 4) 2>/dev/null) || late "$?"
    printf '%s\n' "$inspected" | sed -e '/^mounted /d' -e '/^$/d'
    changes
  fi
  if [ "$state" = absent ]; then
    for kind in network volume; do
      found=$(ask_docker "$kind" ls -q --filter "$label") || {
        late "$?"
        echo 'silent 1'
      }
      [ -z "$found" ] || printf '%s\n' "$found" | sed "s/^/$kind /"
    done
  fi
fi
if [ "$state" = present ] || [ "$state" = restarted ]; then
  echo
  for name in *.yml *.yaml .env *.env */*.yml */*.yaml */.env */*.env; do
    [ -f "$name" ] && printf '%s\000' "$name" && head -c "$((text_limit + 1))" <"$name" && printf '\000'
  done 2>/dev/null | base64
fi
:

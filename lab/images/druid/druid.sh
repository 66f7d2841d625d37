#!/bin/bash
# Runs one service of Druid. Its configuration comes from the image, then mounted files, then the environment.
set -eu

service="$1"
base=/tmp/conf/druid/cluster

folder_of() {
  case "$1" in
  _common) echo "$base/_common" ;;
  coordinator | overlord) echo "$base/master/coordinator-overlord" ;;
  historical | middleManager | indexer) echo "$base/data/$1" ;;
  broker | router) echo "$base/query/$1" ;;
  *) echo "$base/misc/$1" ;;
  esac
}
common=$(folder_of _common)
own=$(folder_of "$service")
properties="$own/runtime.properties"

# Overrides a key: removes it from the common file, and replaces it in the service's own.
set_key() {
  local file="$properties"
  [ -f "$file" ] || file="$common/common.runtime.properties"
  sed -ri "/^$1=/d" "$common/common.runtime.properties" "$file"
  echo -e "\n$1=$2" >>"$file"
}

set_flag() {
  [ -n "$2" ] || return 0
  sed -ri "/$1/d" "$own/jvm.config"
  echo "$1$2" >>"$own/jvm.config"
}

apply_environment() {
  local line key
  # Without -r, backslashes are lost, as in the public image.
  # shellcheck disable=SC2162
  while read line; do
    key=$(sed -e 's/=.*//' -e 's/__/\n/g' -e 's/_/./g' -e 's/\n/_/g' <<<"$line")
    set_key "$key" "${line#*=}"
  done < <(env | grep '^druid_')
}

# The configuration is copied to /tmp, so that the image can be read-only.
mkdir -p /tmp/conf
rm -rf /tmp/conf/druid
cp -r /opt/druid/conf/druid /tmp/conf/druid

[ -z "${DRUID_CONFIG_COMMON:-}" ] || cp -f "$DRUID_CONFIG_COMMON" "$common/common.runtime.properties"
mounted="DRUID_CONFIG_$service"
[ -z "${!mounted:-}" ] || cp -f "${!mounted}" "$properties"
[ -z "${ZOOKEEPER:-}" ] || set_key druid.zk.service.host "$ZOOKEEPER"
[ "${DRUID_SET_HOST_IP:-1}" != 1 ] || set_key druid.host "$(ip r get 1 | awk '{ print $7; exit }')"
apply_environment

set_flag -Xmx "${DRUID_XMX:-}"
set_flag -Xms "${DRUID_XMS:-}"
set_flag -XX:MaxNewSize= "${DRUID_MAXNEWSIZE:-}"
set_flag -XX:NewSize= "${DRUID_NEWSIZE:-}"
set_flag -XX:MaxDirectMemorySize= "${DRUID_MAXDIRECTMEMORYSIZE:-}"
[ -z "${DRUID_LOG_LEVEL:-}" ] || sed -ri "s/\"info\"/\"$DRUID_LOG_LEVEL\"/g" "$common/log4j2.xml"
[ -z "${DRUID_LOG4J:-}" ] || echo "$DRUID_LOG4J" >"$common/log4j2.xml"

folders="${DRUID_DIRS_TO_CREATE-var/tmp var/druid/segments var/druid/indexing-logs var/druid/task var/druid/hadoop-tmp var/druid/segment-cache}"
# Unquoted on purpose, here and below: lists of folders and of flags.
# shellcheck disable=SC2086
[ -z "$folders" ] || mkdir -p $folders
# shellcheck disable=SC2046,SC2086
exec bin/run-java $(xargs <"$own/jvm.config") "-Ddruid.node.type=$service" ${JAVA_OPTS:-} \
  -cp "$common:$own:lib/*:" org.apache.druid.cli.Main server "$@"

#!/bin/sh
# A function that names who listens on the ports that a text names: a program that cannot bind a port says so in its own words, if at all.
# @read
#
# Functions: with_environment, of the module's script. checked, of the shell.
# shellcheck disable=SC2154

# port_holders TEXT OWN: prints a sentence for each port that TEXT names (`:80`, `port 80`) and on which a process listens that does not
# belong to OWN, a unit or the id of a container. Other users' processes are visible only to root.
port_holders() {
  # Without times, such as 10:22:05.
  port_holders_named=$(printf '%s\n' "$1" | sed 's/[0-9]\{1,2\}:[0-9][0-9]:[0-9][0-9]//g' |
    grep -oE '(:|[Pp][Oo][Rr][Tt][ =:]{1,3})[0-9]{2,5}([^0-9.]|\.[^0-9]|\.?$)' | tr -cd '0-9\n' | sort -un | head -n 10)
  for port in $port_holders_named; do
    port_hex=$(printf %04X "$port")
    # The columns: number, local address, remote address, state (0A: it listens), queues, timer, retransmits, user, timeout, inode.
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      grep -E "^ *[0-9]+: [0-9A-F]+:$port_hex [0-9A-F]+:0000 0A " | while read -r _ _ _ _ _ _ _ port_user _ port_inode _; do
      port_holder "$port_inode" "$port_user" "$2"
    done | sort -u
  done
}

# port_holder INODE USER OWN: names the process that holds this socket of a user, on port.
port_holder() {
  # One process that lists all open files is faster than one for each process.
  # shellcheck disable=SC2010
  port_process=$(ls -l /proc/[0-9]*/fd/ 2>/dev/null | grep -E "^/proc/|socket:\\[$1\\]\$" |
    grep -B 1 'socket:' | sed -n 's|^/proc/\([0-9]*\)/.*|\1|p' | head -n 1)
  if [ -z "$port_process" ]; then
    echo "Port $port is in use: a process of the user $2 listens on it."
    return
  fi
  port_groups=$(cat "/proc/$port_process/cgroup" 2>/dev/null)
  case $port_groups in *"$3"*) return ;; esac
  port_name=$(cat "/proc/$port_process/comm" 2>/dev/null)
  port_place=$(port_place)
  echo "Port $port is in use: ${port_name:-a program} (process $port_process$port_place) listens on it."
}

# port_place: the container or the unit of a process with the control groups port_groups. Docker forwards published ports by a process.
port_place() {
  port_container=$(printf '%s\n' "$port_groups" | grep -oE '[0-9a-f]{64}' | tail -n 1)
  case $port_container/$port_name in
    /docker-proxy) port_filter=publish=$port ;;
    /*) port_filter='' ;;
    *) port_filter=id=$port_container ;;
  esac
  if [ -n "$port_filter" ] && with_environment command -v docker >/dev/null 2>&1; then
    port_container=$(with_environment timeout 10 docker ps --filter "$port_filter" --format '{{.Names}}' 2>/dev/null | head -n 1)
  fi
  if [ -n "$port_container" ]; then
    printf ', container %s' "$port_container"
  else
    printf '%s\n' "$port_groups" | grep -oE '[^/]+\.(service|scope)$' | head -n 1 | sed 's/^/, unit /'
  fi
}

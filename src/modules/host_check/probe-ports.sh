#!/bin/sh
# Prints which process holds the listening sockets of some ports, as lines `NAME VALUE`. parse.ts reads them.
# @read
#
# Variables: listening, an extended regular expression for lines of /proc/net/tcp. container_format, for `docker ps`. It sets status to 124 if
# docker does not answer in time.
#
# socket INODE ADDRESS              as /proc/net/tcp writes the address
# holder INODE PID CONTAINER/NAME   CONTAINER is the container's id, empty outside of containers
# container ID NAME PROJECT
# silent 1                          docker ps does not end in time
# Functions: kept_containers, of kept-containers.sh. ask_docker, of ask-docker.sh.
# shellcheck disable=SC2034,SC2154

sockets=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -E "$listening")
if [ -n "$sockets" ]; then
  # The columns: number, local address, remote address, state, queues, timer, retransmits, user, timeout, inode.
  inodes=$(printf '%s\n' "$sockets" | while read -r _ _ _ _ _ _ _ _ _ inode _; do printf '%s|' "$inode"; done)
  printf '%s\n' "$sockets" | while read -r _ local_address _ _ _ _ _ _ _ inode _; do
    echo "socket $inode $local_address"
  done
  # All processes' open files: a line `/proc/PID/fd/:` for each process, then its files. One process that lists them all is faster
  # than one for each file.
  # shellcheck disable=SC2010
  holders=$(ls -l /proc/[0-9]*/fd/ 2>/dev/null | grep -E "^/proc/|socket:\\[(${inodes%|})\\]\$" | while read -r line; do
    case $line in
      /proc/*)
        pid=${line#/proc/}
        pid=${pid%%/*}
        ;;
      *)
        inode=${line##*\[}
        echo "$pid ${inode%]}"
        ;;
    esac
  done | sort -u | while read -r pid inode; do
    # A process in a container has the container's id in the names of its control groups.
    read -r name <"/proc/$pid/comm" &&
      echo "holder $inode $pid $(grep -oE '[0-9a-f]{64}' "/proc/$pid/cgroup" | tail -n 1)/$name"
  done 2>/dev/null)
  [ -z "$holders" ] || printf '%s\n' "$holders"
  if with_environment command -v docker >/dev/null 2>&1; then
    containers=$(ask_docker ps --no-trunc --format "$container_format" 2>/dev/null)
    [ $? -ne 124 ] || {
      status=124
      echo 'silent 1'
    }
    if [ -n "$containers" ]; then
      printf '%s\n' "$containers" | sed 's/^/container /'
    else
      # shellcheck disable=SC2046
      kept_containers /var/lib/docker $(printf '%s\n' "$holders" | grep -oE ' [0-9a-f]{64}/' | tr -d /)
    fi
  fi
fi

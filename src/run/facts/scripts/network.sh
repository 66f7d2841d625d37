#!/bin/sh
# Prints the interfaces, addresses and routes of the host, one per line, as `KIND VALUE...`. ../network.ts reads them. The kernel's files
# have everything but the prefix lengths of IPv4 addresses: those come from `ip`, or from the routes.
# @read

# contents KIND FILE: prints the first line of a file.
contents() {
  { read -r line <"$2"; } 2>/dev/null && [ -n "$line" ] && printf '%s %s\n' "$1" "$line"
}

# lines KIND FILE: prints every line of a file.
lines() {
  [ -r "$2" ] || return
  while read -r line || [ -n "$line" ]; do printf '%s %s\n' "$1" "$line"; done <"$2"
}

if [ -r /proc/net/dev ]; then
  while read -r line; do
    case $line in
      *:*) printf 'interface %s\n' "${line%%:*}" ;;
    esac
  done </proc/net/dev
fi
for path in /sys/class/net/*/; do
  name=${path%/}
  name=${name##*/}
  for part in address mtu operstate type speed; do contents "$part $name" "$path$part"; done
  [ -d "${path}bridge" ] && echo "kind $name bridge"
  [ -d "${path}bonding" ] && echo "kind $name bonding"
  [ -d "${path}wireless" ] && echo "kind $name wireless"
done 2>/dev/null

PATH=$PATH:/usr/sbin:/sbin
addresses=$(ip -o -4 addr show 2>/dev/null)
if [ -n "$addresses" ]; then
  printf '%s\n' "$addresses" | while read -r _ name _ line; do printf 'ipv4 %s %s\n' "$name" "$line"; done
else
  lines trie /proc/net/fib_trie
  lines subnet /proc/net/route
fi
lines ipv6 /proc/net/if_inet6

# Routers may have a million routes.
tab=$(printf '\t')
if [ -r /proc/net/route ]; then
  while read -r line; do
    case $line in *"${tab}00000000$tab"*) printf 'route4 %s\n' "$line" ;; esac
  done </proc/net/route
fi
if [ -r /proc/net/ipv6_route ]; then
  while read -r line; do
    case $line in "00000000000000000000000000000000 00 "*) printf 'route6 %s\n' "$line" ;; esac
  done </proc/net/ipv6_route
fi
lines resolver /etc/resolv.conf
true

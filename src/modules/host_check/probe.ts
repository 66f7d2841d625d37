import { read, sequence, type Script } from "../../module/script.ts";
import type { HostCheckArgs } from "./args.ts";
import { sumOf } from "./size.ts";
import { normalPath } from "../lib/path/args.ts";

/** Each folder of `disk` once, in order: the answer names them by their place. */
function foldersOf({ disk = [] }: HostCheckArgs): readonly string[] {
  return [...new Set(disk.map(({ path }) => normalPath(path)))];
}

/** One script for all that is asked: lines `name value`. */
export function probeHost(args: HostCheckArgs): Script<"read"> {
  const { ports = [], reach = [], sysctls = [], commands = [] } = args;
  return sequence([
    SEE_SYSTEM,
    ...(ports.length > 0 ? [seePorts(ports.map(({ port }) => port))] : []),
    ...(foldersOf(args).length > 0 ? [seeDisks(args)] : []),
    ...(reach.length > 0 ? [seeReach(reach)] : []),
    ...sysctls.map(({ name }) => seeSysctl(name)),
    ...commands.map((name) => read`with_environment command -v ${name} >/dev/null 2>&1 || echo lacks ${name}`),
    read`:`,
  ]);
}

const SEE_SYSTEM = read`echo "architecture $(uname -m)"
while read -r key value _; do case $key in MemTotal:) echo "memory_kib $value" ;; esac; done </proc/meminfo
for f in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do [ -r "$f" ] && echo "memory_limit $(cat "$f")"; done
[ -r /etc/os-release ] && ( . /etc/os-release; echo "os $ID $ID_LIKE"; echo "os_name $PRETTY_NAME" )`;

/**
 * The kernel's table of listening sockets; who holds those that matter is looked for among all processes' open files, and only
 * where there are any. A process in a container is known by the container's id in the names of its control groups.
 */
function seePorts(ports: readonly number[]): Script<"read"> {
  const hex = ports.map((port) => port.toString(16).toUpperCase().padStart(4, "0")).join("|");
  const listening = `^ *[0-9]+: [0-9A-F]+:(${hex}) [0-9A-F]+:0000 0A `;
  return read`hits=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -E ${listening})
if [ -n "$hits" ]; then
inodes=$(printf '%s\\n' "$hits" | while read -r _ l _ _ _ _ _ _ _ i _; do printf '%s|' "$i"; done)
printf '%s\\n' "$hits" | while read -r _ l _ _ _ _ _ _ _ i _; do echo "socket $i $l"; done
ls -l /proc/[0-9]*/fd/ 2>/dev/null | grep -E "^/proc/|socket:\\[($\{inodes%|})\\]\$" | while read -r line; do case $line in
/proc/*) p=$\{line#/proc/}; p=$\{p%%/*} ;;
*) i=$\{line##*\\[}; echo "$p $\{i%]}" ;;
esac; done | sort -u | while read -r p i; do
read -r name <"/proc/$p/comm" && echo "holder $i $p $(grep -oE '[0-9a-f]{64}' "/proc/$p/cgroup" | tail -n 1)/$name"
done 2>/dev/null
with_environment command -v docker >/dev/null 2>&1 && with_environment docker ps --no-trunc --format ${CONTAINER} 2>/dev/null | sed 's/^/container /'
fi`;
}

const CONTAINER = '{{.ID}} {{.Names}} {{.Label "com.docker.compose.project"}}';

/** What is free where the folder is, or will be. What the folder holds is counted only where that may be too little: it takes time. */
function seeDisks(args: HostCheckArgs): Script<"read"> {
  const kib = sumOf(args.disk ?? []) * 1024;
  return read`n=0
for f in ${foldersOf(args)}; do
d=$f; while [ ! -d "$d" ]; do d=$\{d%/*}; d=$\{d:-/}; done
df -Pk -- "$d" 2>/dev/null | { read -r _; read -r _ _ _ free _ mount && echo "disk $n $free $mount"
[ "$d" = "$f" ] && [ "$free" -lt ${kib} ] && echo "kept $n $(du -skx -- "$f" 2>/dev/null | tail -n 1)"; }
n=$((n + 1))
done`;
}

function seeReach(reach: NonNullable<HostCheckArgs["reach"]>): Script<"read"> {
  const words = reach.flatMap(({ host, port }) => [host, String(port)]);
  return read`if command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then
n=0; set -- ${words}
while [ "$#" -gt 1 ]; do
( e=$(timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2" 2>&1); c=$?; e=$(printf '%s\\n' "$e" | head -n 1); echo "reach $n $c $\{e##*: }" ) &
n=$((n + 1)); shift 2
done
wait
else echo 'no_reach 1'; fi`;
}

/** The kernel gives such a file to one read only, and some shells read byte by byte: so `cat` does it. */
function seeSysctl(name: string): Script<"read"> {
  const file = `/proc/sys/${name.replaceAll(".", "/")}`;
  return read`[ -r ${file} ] && echo sysctl ${name} "$(cat ${file})"`;
}

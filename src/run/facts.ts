import type { Value } from "../model/value.ts";
import type { Answer } from "../module/answer.ts";
import { read } from "../module/script.ts";

/** One script tells all facts: a line each, `name value`. */
export const FACTS = read`
echo "hostname $(cat /proc/sys/kernel/hostname)"
echo "kernel $(cat /proc/sys/kernel/osrelease)"
echo "architecture $(uname -m)"
echo "cpus $(getconf _NPROCESSORS_ONLN 2>/dev/null || grep -c ^processor /proc/cpuinfo)"
while read -r key value unit; do case $key in MemTotal:) echo "memory_kib $value";; MemAvailable:) echo "memory_available_kib $value";; esac; done </proc/meminfo
for f in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do [ -r "$f" ] && echo "memory_limit_bytes $(cat "$f")"; done
echo "user $(id -un)"
echo "home $HOME"
echo "init $(cat /proc/1/comm)"
[ -r /etc/os-release ] && ( . /etc/os-release; echo "os_id $ID"; echo "os_version $VERSION_ID"; echo "os_codename $VERSION_CODENAME"; echo "os_like $ID_LIKE"; echo "os_name $PRETTY_NAME" )
true`;

/** The variable `facts`: sizes in MiB; `memory_mib` is the smaller of the machine's and its control group's. */
export function parseFacts({ stdout }: Answer): Value {
  const lines = stdout.split("\n").flatMap((line): [string, string][] => {
    const blank = line.indexOf(" ");
    return blank < 0 ? [] : [[line.slice(0, blank), line.slice(blank + 1).trim()]];
  });
  const said = new Map(lines);
  const text = (name: string) => said.get(name) ?? "";
  const number = (name: string) => Number(said.get(name) ?? 0);
  const limit = Math.floor(number("memory_limit_bytes") / 1024 / 1024);
  const total = Math.floor(number("memory_kib") / 1024);
  return {
    hostname: text("hostname"),
    kernel: text("kernel"),
    architecture: text("architecture"),
    cpus: number("cpus"),
    memory_mib: limit > 0 ? Math.min(limit, total) : total,
    memory_available_mib: Math.floor(number("memory_available_kib") / 1024),
    user: text("user"),
    home: text("home"),
    init: text("init"),
    os: {
      id: text("os_id"),
      version: text("os_version"),
      codename: text("os_codename"),
      family: [text("os_id"), ...text("os_like").split(" ")].includes("debian") ? "debian" : text("os_id"),
      name: text("os_name"),
    },
  };
}

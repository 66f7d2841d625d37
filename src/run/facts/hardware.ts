import type { Value, ValueMap } from "../../model/value.ts";

/** The processors and the memory, from the output of hardware.sh. */
export function parseHardware(stdout: string): ValueMap {
  const lines = stdout.split("\n").flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  return { processors: processors(lines), memory: memory(new Map(lines)) };
}

/** Processors without sockets, as those of ARM, count as one socket each. */
function processors(lines: readonly (readonly [string, string])[]): Value {
  const values = (key: string) => lines.flatMap(([name, value]) => (name === key ? [value] : []));
  const vcpus = values("processor").filter((value) => /^\d+$/.test(value)).length;
  const sockets = new Set(values("physical id")).size;
  const number = (key: string) => Number(values(key)[0] ?? 0);
  const cores = sockets > 0 ? number("cpu cores") || 1 : 1;
  const siblings = sockets > 0 ? number("siblings") || cores : 1;
  const [model = null] = ["model name", "Processor", "cpu model", "cpu", "Hardware"].flatMap(values);
  if (vcpus === 0) return null;
  return {
    count: sockets > 0 ? sockets : vcpus,
    cores,
    threads_per_core: Math.max(1, Math.floor(siblings / cores)),
    vcpus,
    model,
  };
}

function memory(lines: ReadonlyMap<string, string>): Value {
  const mib = (name: string): number | null => {
    const kib = /^(\d+) kB$/.exec(lines.get(name) ?? "")?.[1];
    return kib === undefined ? null : Math.floor(Number(kib) / 1024);
  };
  const total = mib("MemTotal");
  const free = mib("MemFree");
  const swap = mib("SwapTotal");
  const swapFree = mib("SwapFree");
  if (total === null) return null;
  return {
    total_mib: total,
    free_mib: free,
    used_mib: free === null ? null : total - free,
    available_mib: mib("MemAvailable"),
    buffers_mib: mib("Buffers"),
    cached_mib: mib("Cached"),
    swap_total_mib: swap,
    swap_free_mib: swapFree,
    swap_used_mib: swap === null || swapFree === null ? null : swap - swapFree,
  };
}

import { readFile, statfs } from "node:fs/promises";
import { sample, type Sample, type Source } from "../sample.ts";

/** Ticks of all processors since the start of the server. */
interface Ticks {
  readonly idle: number;
  readonly total: number;
}

/** Processor, memory and file systems of this server. A container sees the server's own /proc/stat and /proc/meminfo. */
export function hostSource(folders: Readonly<Record<string, string>>): Source {
  let before: Ticks | undefined;
  return async () => {
    const ticks = ticksIn(await readFile("/proc/stat", "utf8"));
    const load = Number((await readFile("/proc/loadavg", "utf8")).split(" ")[0]);
    const used = before === undefined ? undefined : busyShare(before, ticks);
    before = ticks;
    return [
      ...sample("cpu_used", used),
      ...sample("load", load),
      ...memoryIn(await readFile("/proc/meminfo", "utf8")),
      ...(await Promise.all(Object.entries(folders).map(([label, folder]) => diskAt(label, folder)))).flat(),
    ];
  };
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. Guests are part of user. */
export function ticksIn(text: string): Ticks {
  const counts = (text.split("\n")[0] ?? "").trim().split(/\s+/).slice(1, 9).map(Number);
  const idle = (counts[3] ?? 0) + (counts[4] ?? 0);
  return { idle, total: counts.reduce((sum, count) => sum + count, 0) };
}

/** The share of the time between two readings in which processors were busy; undefined if no time has passed. */
export function busyShare(before: Ticks, after: Ticks): number | undefined {
  const total = after.total - before.total;
  return total > 0 ? 1 - (after.idle - before.idle) / total : undefined;
}

/** The share of memory that is in use, and the bytes that are available. */
export function memoryIn(text: string): readonly Sample[] {
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]) * 1024;
  const [total, available] = [bytes("MemTotal"), bytes("MemAvailable")];
  return [...sample("memory_used", 1 - available / total), ...sample("memory_available", available)];
}

/** The share of a file system that is in use, as `df` shows it, and the bytes that are free for everybody. */
async function diskAt(label: string, folder: string): Promise<readonly Sample[]> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  const used = blocks - bfree;
  return [...sample("disk_used", used / (used + bavail), label), ...sample("disk_free", bavail * bsize, label)];
}

import { asTree, type Tree } from "./tree.ts";
import { limitOf, numberOf, reservationOf } from "./wanted-settings.ts";

/** A limit of a container: its name, its value, and the one that it should have; undefined if it is not compared. */
export type Comparison = readonly [name: string, is: string, should: string | undefined];

/**
 * Compares the limits that `docker update` can change; `others` are the host configurations of the project's other containers. If no
 * container has a limit of a kind, the engine may be unable to set it, as without cgroups: then it is not compared.
 */
export function limits(wanted: Tree, config: Tree, others: readonly Tree[]): readonly Comparison[] {
  const isSettable = (key: string) => [config, ...others].some((one) => Number(one[key]) > 0);
  const compared = numbers(wanted).map(([name, key, should]): Comparison => {
    const found = Number(config[key] ?? 0);
    // No limit, in two spellings.
    const is = found < 0 && should === 0 ? 0 : found;
    const isUnset = is === 0 || (is === -1 && key === "MemorySwap");
    return [name, String(is), should === undefined || (isUnset && !isSettable(key)) ? undefined : String(should)];
  });
  return [...compared, ["cpuset", text(config["CpusetCpus"]), text(wanted["cpuset"])]];
}

/** The name of each limit, its key in the host configuration, and its value there. */
function numbers(wanted: Tree): readonly (readonly [string, string, number | undefined])[] {
  const memory = limitOf(wanted, "memory", "mem_limit");
  const cpus = limitOf(wanted, "cpus", "cpus");
  const pids = limitOf(wanted, "pids", "pids_limit");
  return [
    ["its memory limit", "Memory", memory],
    ["its limit of memory and swap", "MemorySwap", swapLimit(wanted, memory)],
    ["its memory reservation", "MemoryReservation", reservationOf(wanted)],
    ["its limit of processes", "PidsLimit", pids === undefined ? undefined : Math.max(pids, 0)],
    ["its limit of CPUs (in billionths)", "NanoCpus", cpus === undefined ? undefined : Math.round(cpus * 1e9)],
    ["cpu_shares", "CpuShares", numberOf(wanted["cpu_shares"])],
    ["cpu_quota", "CpuQuota", numberOf(wanted["cpu_quota"])],
    ["cpu_period", "CpuPeriod", numberOf(wanted["cpu_period"])],
    ["the weight in blkio_config", "BlkioWeight", numberOf(asTree(wanted["blkio_config"])["weight"])],
  ];
}

/** Without a limit of its own, a container with a memory limit may swap as much again. */
function swapLimit(wanted: Tree, memory: number | undefined): number | undefined {
  const own = numberOf(wanted["memswap_limit"]);
  return own === 0 ? memory && 2 * memory : own;
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

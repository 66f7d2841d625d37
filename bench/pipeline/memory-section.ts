import { table } from "../markdown.ts";
import { OUTSIDE, type Memory } from "./memory.ts";

/** `standIns`: names of images that are not the real ones. */
export function memorySection(memory: Memory, standIns: readonly string[]): string {
  const servers = [...memory.keys()];
  return [
    "## Memory of the services",
    "",
    "MiB that the processes of each container have in memory, by the kernel's proportional count (`Pss` in `/proc/PID/smaps_rollup`): a page",
    "that several processes share is divided among them, and files that the kernel keeps for reading again are not counted. The middle of",
    "five looks, while the site's own sensors go on. The sizes are those of `roles/*/vars/lab.yaml`: small heaps.",
    "",
    table(["", ...servers, "both"], memoryRows(memory)),
    ...(standIns.length > 0 ? ["", `Small stand-ins, not the real ones: ${standIns.join(", ")} (docs/lab.md).`] : []),
  ].join("\n");
}

/** Largest first; the rest of the servers and the sums last. */
export function memoryRows(memory: Memory): string[][] {
  const servers = [...memory.values()];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const row = (name: string, values: readonly (number | undefined)[]) => {
    const there = values.filter((value) => value !== undefined);
    return [name, ...values.map(mib), mib(sum(there))];
  };
  const services = [...new Set(servers.flatMap((one) => [...one.keys()]))].filter((name) => name !== OUTSIDE);
  const total = (name: string) => sum(servers.map((one) => one.get(name) ?? 0));
  return [
    ...services.sort((a, b) => total(b) - total(a)).map((name) => ofService(name)),
    ofService(OUTSIDE),
    row(
      "all",
      servers.map((one) => sum([...one.values()])),
    ),
  ];

  function ofService(name: string): string[] {
    return row(
      name,
      servers.map((one) => one.get(name)),
    );
  }
}

function mib(value: number | undefined): string {
  return value === undefined ? "" : Math.round(value).toLocaleString("en-US");
}

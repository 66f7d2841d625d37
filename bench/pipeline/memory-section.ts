import { table } from "../markdown.ts";
import { OUTSIDE, type Memory } from "./memory.ts";

/** `standIns`: names of images that replace the real ones. */
export function memorySection(memory: Memory, standIns: readonly string[]): string {
  const servers = [...memory.keys()];
  return [
    "## Memory of the services",
    "",
    "MiB of memory that the processes of each container use, by the kernel's proportional count (`Pss` in `/proc/PID/smaps_rollup`): a page",
    "that several processes share is divided among them, and cached files are not counted. The median of",
    "five samples, while the site's own sensors keep running. The sizes are those of `roles/*/vars/lab.yaml`: small heaps.",
    "",
    table(["", ...servers, "both"], memoryRows(memory)),
    ...(standIns.length > 0 ? ["", `Small stand-ins, not the real ones: ${standIns.join(", ")} (docs/lab.md).`] : []),
  ].join("\n");
}

/** Services, largest first; then everything outside containers, and the sums. */
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

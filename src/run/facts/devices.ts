import type { ValueMap } from "../../model/value.ts";
import { linesOf, numberOrNull, textOrNull } from "./lines.ts";

/** The kernel counts in these, whatever the disk does. */
const SECTOR = 512;

type Properties = Map<string, string>;

/** The disks of the host that have a size, from the output of devices.sh. */
export function parseDevices(stdout: string): ValueMap {
  const disks = new Map<string, { own: Properties; partitions: Map<string, Properties> }>();
  for (const [word, rest] of linesOf(stdout)) {
    const [name = "", ...others] = rest.split(" ");
    const disk = disks.get(name) ?? { own: new Map<string, string>(), partitions: new Map<string, Properties>() };
    disks.set(name, disk);
    if (word === "disk") disk.own.set(others[0] ?? "", others.slice(1).join(" ").trim());
    if (word !== "partition") continue;
    const [partition = "", property = "", value = ""] = others;
    const properties = disk.partitions.get(partition) ?? new Map<string, string>();
    disk.partitions.set(partition, properties.set(property, value));
  }
  const real = [...disks].filter(([, { own }]) => (numberOrNull(own.get("size")) ?? 0) > 0);
  return { devices: Object.fromEntries(real.map(([name, disk]) => [name, diskFacts(disk)])) };
}

function diskFacts({ own, partitions }: { own: Properties; partitions: Map<string, Properties> }): ValueMap {
  return {
    size: bytesOf(own.get("size")),
    model: textOrNull(own.get("model")),
    vendor: textOrNull(own.get("vendor")),
    serial: textOrNull(own.get("serial")),
    removable: flag(own.get("removable")),
    rotational: flag(own.get("rotational")),
    partitions: Object.fromEntries(
      [...partitions].map(([name, properties]) => [
        name,
        { size: bytesOf(properties.get("size")), start: bytesOf(properties.get("start")) },
      ]),
    ),
  };
}

function bytesOf(sectors: string | undefined): number | null {
  const count = numberOrNull(sectors);
  return count === null ? null : count * SECTOR;
}

function flag(text: string | undefined): boolean | null {
  return text === undefined ? null : text === "1";
}

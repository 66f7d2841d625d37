import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Offsets } from "./range/reading-settings.ts";
import type { FilterSettings } from "./settings.ts";

/** The arguments of the filters in a folder, a JSON file each. Throws an Error that names a file that is not one. */
export function readFilters(folder: string): FilterSettings[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => filterFrom(join(folder, name)));
}

function filterFrom(file: string): FilterSettings {
  const fields = new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>));
  const number = (name: string): number => {
    const value = fields.get(name);
    if (typeof value !== "number") throw new Error(`${file}: ${name} is not a number`);
    return value;
  };
  return {
    filterWindow: number("filter-window"),
    threshold: number("threshold"),
    warmUp: number("warm-up"),
    madFloor: number("mad-floor"),
    latenessSeconds: number("lateness-seconds"),
    stateTtlHours: number("state-ttl-hours"),
  };
}

/** Lines `TOPIC:PARTITION:OFFSET`, as kafka-get-offsets.sh prints them. Partitions without an offset are left out. */
export function readOffsets(file: string): Offsets {
  const lines = readFileSync(file, "utf8").split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [, name, offset] = /^([\w.-]+:\d+):(\d+)$/.exec(line.trim()) ?? [];
      return name === undefined ? [] : [[name, Number(offset)] as const];
    }),
  );
}

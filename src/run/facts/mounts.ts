import type { Value, ValueMap } from "../../model/value.ts";
import { linesOf } from "./lines.ts";

/** The mounted file systems, from the output of mounts.sh: a later mount at the same place hides the one before. */
export function parseMounts(stdout: string): ValueMap {
  const lines = linesOf(stdout);
  const sizes = new Map(lines.flatMap(([word, rest]) => (word === "size" ? sizesIn(rest) : [])));
  const mounts = new Map<string, Value>();
  for (const [word, rest] of lines) {
    if (word !== "mount") continue;
    const [device = "", mount = "", fstype = "", options = ""] = rest.split(" ");
    mounts.delete(mount);
    mounts.set(mount, {
      mount: decoded(mount),
      device: decoded(device),
      fstype,
      options: decoded(options),
      ...(sizes.get(mount) ?? { size_total: null, size_available: null }),
    });
  }
  return { mounts: [...mounts.values()] };
}

/** `MOUNT DEVICE TOTAL USED AVAILABLE PERCENT MOUNT`, in KiB; the device may contain blanks. */
function sizesIn(rest: string): [string, ValueMap][] {
  const mount = rest.slice(0, rest.indexOf(" "));
  const [, total, available] = /\s(\d+)\s+-?\d+\s+(-?\d+)\s+(?:\d+%|-)\s/.exec(rest) ?? [];
  if (total === undefined || available === undefined) return [];
  return [[mount, { size_total: Number(total) * 1024, size_available: Math.max(0, Number(available)) * 1024 }]];
}

/** The kernel writes blanks, tabs, line breaks and backslashes as `\040`. */
function decoded(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}

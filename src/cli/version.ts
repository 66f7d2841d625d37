import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version in the nearest package.json above this file. */
export function readVersion(from: string = dirname(fileURLToPath(import.meta.url))): string {
  const file = join(from, "package.json");
  if (existsSync(file)) {
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: string };
    return version ?? "unknown";
  }
  return dirname(from) === from ? "unknown" : readVersion(dirname(from));
}

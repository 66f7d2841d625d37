import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package: the nearest one above this file that has a package.json. Undefined if there is none. */
export function packageFolder(from: string = dirname(fileURLToPath(import.meta.url))): string | undefined {
  if (existsSync(join(from, "package.json"))) return from;
  return dirname(from) === from ? undefined : packageFolder(dirname(from));
}

/** The version in the package.json of the package. */
export function readVersion(from?: string): string {
  const folder = packageFolder(from);
  if (folder === undefined) return "unknown";
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version?: string };
  return version ?? "unknown";
}

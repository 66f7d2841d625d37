import { readdir } from "node:fs/promises";
import path from "node:path";
import { loadFault } from "../errors/catalogue/load.ts";
import { displayName, type Reading } from "./reading.ts";

/** `NAME.yml` if only that exists, otherwise `NAME.yaml`. If both exist, a fault is recorded: only one of them would be read. */
export async function withExistingEnding(file: string, reading: Reading): Promise<string> {
  const entries = await readdir(path.dirname(file)).catch((): string[] => []);
  const other = file.replace(/\.yaml$/, ".yml");
  if (!entries.includes(path.basename(other))) return file;
  if (!entries.includes(path.basename(file))) return other;
  twoFiles([file, other], reading);
  return file;
}

/** Records that files are written for the same thing, of which only one would be read. */
export function twoFiles([first, second]: readonly [string, string], reading: Reading): void {
  const [name, other] = [displayName(reading.root, first), displayName(reading.root, second)];
  reading.faults.push(loadFault("load/two-files", { name, other }, { origin: { file: other, line: 1, col: 1 } }));
}

import path from "node:path";
import { loadFault } from "../errors/catalogue/load.ts";
import { displayName, type Reading } from "./reading.ts";

const YAML_ENDINGS = [".yaml", ".yml"] as const;
/** Those of the main files of a role, as in Ansible. */
export const ROLE_ENDINGS = [...YAML_ENDINGS, ".json", ""] as const;
/** Those of a role's argument specifications. */
export const SPECS_ENDINGS = [...YAML_ENDINGS, ".json"] as const;

/**
 * The file with that path, whose ending is `.yaml`, or that with another ending if only that exists. If several exist, a fault is
 * recorded: only one of them would be read.
 */
export async function withExistingEnding(
  file: string,
  reading: Reading,
  endings: readonly string[] = YAML_ENDINGS,
): Promise<string> {
  const entries = (await reading.listings.entries(path.dirname(file))) ?? [];
  const isFile = (full: string) => entries.some((entry) => entry.name === path.basename(full) && !entry.isDirectory());
  // A path with another ending already names its file.
  const paths = new Set(endings.map((ending) => file.replace(/\.yaml$/, ending)));
  const [first = file, second] = [...paths].filter(isFile);
  if (second !== undefined) twoFiles([first, second], reading);
  return first;
}

/** Records that files are written for the same thing, of which only one would be read. */
export function twoFiles([first, second]: readonly [string, string], reading: Reading): void {
  const [name, other] = [displayName(reading.root, first), displayName(reading.root, second)];
  reading.faults.push(loadFault("load/two-files", { name, other }, { origin: { file: other, line: 1, col: 1 } }));
}

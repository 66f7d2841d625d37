import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

/** A mistake to make in one source file. */
export interface Mutant {
  /** What the program does wrong then, in one sentence. */
  readonly name: string;
  /** From the repository's root. */
  readonly file: string;
  /** The snippet to replace: it must occur exactly once. */
  readonly from: string;
  readonly to: string;
}

const KEYS = ["file", "from", "name", "to"];

/** All mutants of a folder with one YAML list for each folder of src/. Throws if an entry lacks a key or has an extra one. */
export function readMutants(folder: string): Mutant[] {
  const lists = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return lists.flatMap((list) => {
    const entries = parse(readFileSync(join(folder, list), "utf8")) as readonly Mutant[];
    for (const entry of entries) {
      const keys = Object.entries(entry).flatMap(([key, value]) => (typeof value === "string" ? [key] : []));
      if (keys.sort().join() !== KEYS.join()) {
        throw new Error(`${basename(list)}: each entry has the keys ${KEYS.join(", ")}, not ${keys.join(", ")}.`);
      }
    }
    return [...entries];
  });
}

/** The file's text with the mistake in it. Throws if the snippet does not occur exactly once: the code has changed since. */
export function mutate(root: string, { name, file, from, to }: Mutant): string {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${file} does not exist. Update the mutant: ${name}`);
  const parts = readFileSync(path, "utf8").split(from);
  const [before, after] = parts;
  if (before === undefined || after === undefined || parts.length > 2) {
    throw new Error(`${file} has the snippet ${parts.length - 1} times, not once. Update the mutant: ${name}`);
  }
  return before + to + after;
}

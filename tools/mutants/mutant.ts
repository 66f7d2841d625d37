import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

/** A mistake to make in one file. */
export interface Mutant {
  /** What is wrong then, in one sentence. */
  readonly name: string;
  /** From the repository's root. */
  readonly file: string;
  /** The snippet to replace: it must occur exactly once. */
  readonly from: string;
  readonly to: string;
}

const KEYS = ["file", "from", "name", "to"];

/** All mutants of a folder's lists, a room's in a file each. Throws where an entry lacks a key or has another one. */
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

/** The file's text with the mistake in it; undefined if the snippet does not occur exactly once. */
export function mutate(text: string, { from, to }: Mutant): string | undefined {
  const [before, after, ...more] = text.split(from);
  return before === undefined || after === undefined || more.length > 0 ? undefined : before + to + after;
}

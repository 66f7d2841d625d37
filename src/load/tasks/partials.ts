import { readdir } from "node:fs/promises";
import path from "node:path";
import { partialNames } from "../../language/template/partial-names.ts";
import type { Partials } from "../../language/template/compilation.ts";
import type { Origin } from "../../model/origin.ts";

/** The text of a file and where it starts; undefined if there is no such file. */
export type ReadPartial = (file: string) => Promise<{ readonly text: string; readonly at: Origin } | undefined>;

const ENDING = ".hbs";

/** Finds all partials that a template uses, directly or through other partials: `{{> a/b}}` is `a/b.hbs` in the first folder with it. */
export async function findPartials(text: string, folders: readonly string[], read: ReadPartial): Promise<Partials> {
  const found = new Map<string, { text: string; at: Origin }>();
  const pending = partialNames(text);
  if (pending.length === 0) return { found, names: [] };
  // The loop also visits the names that are added below.
  for (const name of pending) {
    const partial = found.has(name) ? undefined : await findPartial(name, folders, read);
    if (!partial) continue;
    found.set(name, partial);
    pending.push(...partialNames(partial.text));
  }
  return { found, names: await namesIn(folders) };
}

async function findPartial(name: string, folders: readonly string[], read: ReadPartial) {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(name)) return undefined;
  for (const folder of folders) {
    const partial = await read(path.join(folder, name + ENDING));
    if (partial) return partial;
  }
  return undefined;
}

async function namesIn(folders: readonly string[]): Promise<string[]> {
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true }).catch(() => [])));
  const files = entries.flat().filter((name) => name.endsWith(ENDING));
  return [...new Set(files.map((name) => name.slice(0, -ENDING.length).split(path.sep).join("/")))].sort();
}

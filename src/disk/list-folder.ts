import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { kindOf } from "./read-file.ts";

/** What is in a folder, by names relative to it, sorted: a folder comes before what it contains. */
export type FolderListing =
  | { readonly is: "listed"; readonly folders: readonly string[]; readonly files: readonly string[] }
  | { readonly is: "unusable"; readonly reason: string };

/** Lists at most that many files and folders. Symbolic links are followed. */
export async function listFolder(folder: string, most: number): Promise<FolderListing> {
  const found: Found = { root: folder, most, folders: [], files: [] };
  const reason = await visit("", [], found);
  return reason === undefined
    ? { is: "listed", folders: found.folders, files: found.files }
    : { is: "unusable", reason };
}

interface Found {
  readonly root: string;
  readonly most: number;
  readonly folders: string[];
  readonly files: string[];
}

/** Why the folder cannot be used; undefined if it can. `above` are the real paths of the folders that lead to it. */
async function visit(name: string, above: readonly string[], found: Found): Promise<string | undefined> {
  const folder = path.join(found.root, name);
  const real = await realpath(folder);
  if (above.includes(real)) return `the symbolic link ${name} in it leads back to a folder above`;
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return name === "" ? "it may not be read" : `the folder ${name} in it may not be read`;
  for (const entry of names.sort()) {
    const reason = await look(name === "" ? entry : `${name}/${entry}`, [...above, real], found);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

async function look(name: string, above: readonly string[], found: Found): Promise<string | undefined> {
  if (name.includes("\n")) return "a name in it has a line break";
  if (found.folders.length + found.files.length >= found.most)
    return `it has more than ${found.most} files and folders, which is too many for one task`;
  const state = await stat(path.join(found.root, name)).catch(() => undefined);
  if (!state) return `the symbolic link ${name} in it leads nowhere`;
  if (state.isDirectory()) {
    found.folders.push(name);
    return visit(name, above, found);
  }
  const problem = kindOf(state);
  if (problem !== undefined) return `${name} in it is unusable: ${problem}`;
  found.files.push(name);
  return undefined;
}

import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { brokenPath } from "../disk/absent.ts";
import { loadFault } from "../errors/catalogue/load.ts";
import type { MapTree } from "../language/tree.ts";
import { twoFiles } from "./endings.ts";
import { displayName, type Reading } from "./reading.ts";
import { readVariables } from "./variables.ts";

/** A file or folder in a folder of variables. */
export interface VarsEntry {
  readonly name: string;
  readonly full: string;
  /** The name of the group or host that the entry belongs to. */
  readonly stem: string;
  readonly folder: boolean;
}

/** The endings of files of variables, as in Ansible. */
export const VARS_ENDING = /\.(?:ya?ml|json)$/;

/**
 * The visible entries of a folder by name, folders before files, so that web.yaml takes precedence over web/. A file with one of the
 * `whole` names has no ending, even if the name contains a dot.
 */
export async function varsEntries(folder: string, whole: ReadonlyMap<string, unknown>, reading: Reading) {
  const names = (await namesIn(folder, reading)).filter((name) => !/^\.|~$/.test(name)).sort();
  const entries = await Promise.all(
    names.map(async (name): Promise<VarsEntry> => {
      const full = path.join(folder, name);
      const inner = await isFolder(full);
      return { name, full, stem: inner || whole.has(name) ? name : name.replace(VARS_ENDING, ""), folder: inner };
    }),
  );
  return entries.sort((a, b) => Number(b.folder) - Number(a.folder));
}

async function namesIn(folder: string, reading: Reading): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    const broken = await brokenPath(folder);
    if (code === "ENOENT" && broken === undefined) return [];
    const reason =
      broken ?? (code === "ENOTDIR" ? "it is not a folder" : code === "EACCES" ? "permission denied" : code);
    reading.faults.push(loadFault("load/unreadable", { path: displayName(reading.root, folder), reason }));
    return [];
  }
}

/** Of two files for one name, Ansible silently reads only one. */
export function reportTwins(entries: readonly VarsEntry[], reading: Reading): void {
  const first = new Map<string, VarsEntry>();
  for (const entry of entries) {
    if (entry.folder) continue;
    const other = first.get(entry.stem);
    if (other) twoFiles([other.full, entry.full], reading);
    else first.set(entry.stem, entry);
  }
}

/**
 * The variables of a file, or of all files in a folder and its folders by name. `inside` has the folders that it is in, so that a
 * symbolic link to one of them is not followed for ever.
 */
export async function readVarsMaps(full: string, reading: Reading, inside: readonly string[] = []): Promise<MapTree[]> {
  if (await reading.listings.lacks(full)) return [];
  if (!(await isFolder(full))) {
    const map = await readVariables(full, reading);
    return map === undefined || map === "missing" ? [] : [map];
  }
  const real = await realpath(full);
  if (inside.includes(real)) {
    reading.faults.push(
      loadFault("load/unreadable", { path: displayName(reading.root, full), reason: "it contains itself" }),
    );
    return [];
  }
  const entries = (await varsEntries(full, new Map(), reading)).filter(({ name, folder }) => folder || isRead(name));
  reportTwins(entries, reading);
  const maps: MapTree[] = [];
  for (const entry of entries) maps.push(...(await readVarsMaps(entry.full, reading, [...inside, real])));
  return maps;
}

function isRead(name: string): boolean {
  return VARS_ENDING.test(name) || !name.includes(".");
}

/** Whether a path is that of a folder, or of a link to one. */
export async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

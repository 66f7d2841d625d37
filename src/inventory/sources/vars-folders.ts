import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { brokenPath } from "../../disk/absent.ts";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { loadFault } from "../../errors/catalogue/load.ts";
import { nearest } from "../../errors/nearest.ts";
import { twoFiles } from "../../load/endings.ts";
import { displayName, type Reading } from "../../load/reading.ts";
import { readVariables } from "../../load/variables.ts";
import type { MapTree } from "../../language/tree.ts";
import type { Draft, WrittenMap } from "../draft.ts";
import { variablesLayer, type InventoryLayer } from "../layers.ts";

type Kind = "group" | "host";
type Owners = ReadonlyMap<string, { readonly layers: InventoryLayer[] }>;

/** What the variables of a folder are added to. */
interface Target {
  readonly kind: Kind;
  readonly owners: Owners;
  readonly written: WrittenMap[];
}

/**
 * Adds the variables in group_vars/ and host_vars/ of a folder to the draft. As in Ansible, those of `web` are in `web`, `web.yaml`,
 * `web.yml` or `web.json`, and in all files of the folder `web/`.
 */
export async function readVarsFolders(folder: string, draft: Draft, reading: Reading): Promise<void> {
  await readFolder(
    path.join(folder, "group_vars"),
    { kind: "group", owners: draft.groups, written: draft.written },
    reading,
  );
  await readFolder(
    path.join(folder, "host_vars"),
    { kind: "host", owners: draft.hosts, written: draft.written },
    reading,
  );
}

/** Warns of group_vars/ and host_vars/ in a folder without an inventory: Ansible reads those next to a playbook, too. */
export async function warnOfUnreadFolders(folder: string, inventoryFolder: string, reading: Reading): Promise<void> {
  for (const name of ["group_vars", "host_vars"]) {
    const full = path.join(folder, name);
    if (!(await isFolder(full))) continue;
    const shown = {
      path: displayName(reading.root, full),
      to: displayName(reading.root, path.join(inventoryFolder, name)),
    };
    reading.warnings.push(inventoryFault("inventory/unread-folder", shown));
  }
}

async function readFolder(folder: string, target: Target, reading: Reading): Promise<void> {
  const entries = await entriesOf(folder, target.owners, reading);
  reportTwins(entries, reading);
  for (const entry of entries) {
    const owner = target.owners.get(entry.stem);
    if (!owner) warnOfUnused(entry, target, reading);
    for (const map of owner ? await readMaps(entry.full, reading) : []) {
      owner?.layers.push(variablesLayer(map.origin.file, map));
      target.written.push({ place: "vars folder", map });
    }
  }
}

interface Entry {
  readonly name: string;
  readonly full: string;
  /** The name of the group or host that the entry belongs to. */
  readonly stem: string;
  readonly folder: boolean;
}

const ENDING = /\.(?:ya?ml|json)$/;

/** The visible entries of a folder by name, folders before files, so that web.yaml takes precedence over web/. */
async function entriesOf(folder: string, owners: Owners, reading: Reading): Promise<Entry[]> {
  const names = (await namesIn(folder, reading)).filter((name) => !/^\.|~$/.test(name)).sort();
  const entries = await Promise.all(
    names.map(async (name) => {
      const full = path.join(folder, name);
      const inner = await isFolder(full);
      return { name, full, stem: inner || owners.has(name) ? name : name.replace(ENDING, ""), folder: inner };
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
function reportTwins(entries: readonly Entry[], reading: Reading): void {
  const first = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.folder) continue;
    const other = first.get(entry.stem);
    if (other) twoFiles([other.full, entry.full], reading);
    else first.set(entry.stem, entry);
  }
}

/** A file with another ending may be anything, unless the rest of its name is that of a group or host. */
function warnOfUnused({ name, full, stem }: Entry, { kind, owners }: Target, reading: Reading): void {
  const { name: base, ext } = path.parse(stem);
  const meant = ext !== "" && owners.has(base) ? `${base}.yaml` : nearest(stem, owners.keys());
  if (ext !== "" && meant === undefined && !ENDING.test(name)) return;
  const parameters = { path: displayName(reading.root, full), kind, near: meant };
  reading.warnings.push(inventoryFault("inventory/unused-vars", parameters));
}

/** `inside` has the folders that the file or folder is in, so that a symbolic link to one of them is not followed for ever. */
async function readMaps(full: string, reading: Reading, inside: readonly string[] = []): Promise<MapTree[]> {
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
  const entries = (await entriesOf(full, new Map(), reading)).filter(({ name, folder }) => folder || isRead(name));
  reportTwins(entries, reading);
  const maps: MapTree[] = [];
  for (const entry of entries) maps.push(...(await readMaps(entry.full, reading, [...inside, real])));
  return maps;
}

function isRead(name: string): boolean {
  return ENDING.test(name) || !name.includes(".");
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

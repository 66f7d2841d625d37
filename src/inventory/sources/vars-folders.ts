import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { nearest } from "../../errors/nearest.ts";
import { displayName, type Reading } from "../../load/reading.ts";
import {
  isFolder,
  readVarsMaps,
  reportTwins,
  VARS_ENDING,
  varsEntries,
  type VarsEntry,
} from "../../load/vars-files.ts";
import type { MapTree } from "../../language/tree.ts";
import type { Draft, WrittenMap } from "../draft.ts";
import type { UnownedVars } from "../draft.ts";
import { variablesLayer, type InventoryLayer } from "../layers.ts";

type Owners = ReadonlyMap<string, { readonly layers: InventoryLayer[] }>;

/** What the variables of a folder are added to. */
interface Target {
  readonly kind: UnownedVars["kind"];
  readonly owners: Owners;
  readonly written: WrittenMap[];
  readonly unowned: UnownedVars[];
  readonly nextTo: "inventory" | "playbook";
}

/**
 * Adds the variables in group_vars/ and host_vars/ of a folder to the draft. As in Ansible, those of `web` are in `web`, `web.yaml`,
 * `web.yml` or `web.json`, and in all files of the folder `web/`.
 */
export async function readVarsFolders(
  folder: string,
  nextTo: Target["nextTo"],
  { draft, reading }: { readonly draft: Draft; readonly reading: Reading },
): Promise<void> {
  const { groups, hosts, written, unowned } = draft;
  const shared = { written, unowned, nextTo };
  await readFolder(path.join(folder, "group_vars"), { kind: "group", owners: groups, ...shared }, reading);
  await readFolder(path.join(folder, "host_vars"), { kind: "host", owners: hosts, ...shared }, reading);
}

/**
 * Adds the variables next to playbooks, which apply to the whole run. Those next to playbooks in several folders are a fault, because
 * they would apply to each other's plays.
 */
export async function readPlaybookVars(
  folders: readonly string[],
  parts: { readonly draft: Draft; readonly reading: Reading },
): Promise<void> {
  const having: string[] = [];
  for (const folder of new Set(folders)) if (await hasVarsFolder(folder)) having.push(folder);
  const [first, other] = having;
  if (first === undefined) return;
  if (other === undefined) {
    await readVarsFolders(first, "playbook", parts);
    return;
  }
  const { reading } = parts;
  const shown = { folder: displayName(reading.root, first), other: displayName(reading.root, other) };
  reading.faults.push(inventoryFault("inventory/two-vars-folders", shown));
}

async function hasVarsFolder(folder: string): Promise<boolean> {
  return (await isFolder(path.join(folder, "group_vars"))) || (await isFolder(path.join(folder, "host_vars")));
}

/** Warns of group_vars/ and host_vars/ in the project's folder if neither an inventory nor a playbook is there. */
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
  const entries = await varsEntries(folder, target.owners, reading);
  reportTwins(entries, reading);
  const { kind, owners, written, nextTo, unowned } = target;
  for (const entry of entries) {
    const owner = owners.get(entry.stem);
    const read = async () => {
      const maps = await readVarsMaps(entry.full, reading);
      written.push(...maps.map((map) => ({ place: "vars folder", map }) as const));
      return maps.map((map) => layerOf(map, nextTo));
    };
    if (owner) owner.layers.push(...(await read()));
    else unowned.push({ kind, stem: entry.stem, read, warn: () => warnOfUnused(entry, target, reading) });
  }
}

function layerOf(map: MapTree, nextTo: Target["nextTo"]): InventoryLayer {
  const layer = { ...variablesLayer(map.origin.file, map), isInFolder: true } as const;
  return nextTo === "playbook" ? { ...layer, nextToPlaybook: true } : layer;
}

/** A file with another ending may be anything, unless the rest of its name is that of a group or host. */
function warnOfUnused({ name, full, stem }: VarsEntry, { kind, owners }: Target, reading: Reading): void {
  const { name: base, ext } = path.parse(stem);
  const meant = ext !== "" && owners.has(base) ? `${base}.yaml` : nearest(stem, owners.keys());
  if (ext !== "" && meant === undefined && !VARS_ENDING.test(name)) return;
  const parameters = { path: displayName(reading.root, full), kind, near: meant };
  reading.warnings.push(inventoryFault("inventory/unused-vars", parameters));
}

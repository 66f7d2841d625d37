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
  const entries = await varsEntries(folder, target.owners, reading);
  reportTwins(entries, reading);
  for (const entry of entries) {
    const owner = target.owners.get(entry.stem);
    if (!owner) warnOfUnused(entry, target, reading);
    for (const map of owner ? await readVarsMaps(entry.full, reading) : []) {
      owner?.layers.push(variablesLayer(map.origin.file, map));
      target.written.push({ place: "vars folder", map });
    }
  }
}

/** A file with another ending may be anything, unless the rest of its name is that of a group or host. */
function warnOfUnused({ name, full, stem }: VarsEntry, { kind, owners }: Target, reading: Reading): void {
  const { name: base, ext } = path.parse(stem);
  const meant = ext !== "" && owners.has(base) ? `${base}.yaml` : nearest(stem, owners.keys());
  if (ext !== "" && meant === undefined && !VARS_ENDING.test(name)) return;
  const parameters = { path: displayName(reading.root, full), kind, near: meant };
  reading.warnings.push(inventoryFault("inventory/unused-vars", parameters));
}

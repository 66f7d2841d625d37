import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { nearest } from "../../errors/nearest.ts";
import { displayName, type Reading } from "../../load/reading.ts";
import { readVariables } from "../../load/variables.ts";
import type { Draft } from "../draft.ts";
import { variablesLayer, type InventoryLayer } from "../layers.ts";

/** Adds the variables in group_vars/ and host_vars/ of a folder to the draft: NAME.yaml and all files of NAME/. */
export async function readVarsFolders(folder: string, draft: Draft, reading: Reading): Promise<void> {
  await readFolder(path.join(folder, "group_vars"), "group", draft.groups, reading);
  await readFolder(path.join(folder, "host_vars"), "host", draft.hosts, reading);
}

type Owners = ReadonlyMap<string, { readonly layers: InventoryLayer[] }>;

async function readFolder(folder: string, kind: "group" | "host", owners: Owners, reading: Reading): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const full = path.join(folder, entry);
    const owner = ownerOf(entry, owners);
    if (owner) owner.layers.push(...(await readLayers(full, reading)));
    else if (isYaml(entry) || (await isFolder(full))) {
      const near = nearest(entry.replace(YAML, ""), owners.keys());
      reading.warnings.push(
        inventoryFault("inventory/unused-vars", { path: displayName(reading.root, full), kind, near }),
      );
    }
  }
}

const YAML = /\.ya?ml$/;

function isYaml(name: string): boolean {
  return YAML.test(name);
}

/** `web.yaml` and `web/` belong to `web`. */
function ownerOf(entry: string, owners: Owners) {
  return owners.get(entry.replace(YAML, ""));
}

async function readLayers(full: string, reading: Reading): Promise<InventoryLayer[]> {
  if (!(await isFolder(full))) return isYaml(full) ? readLayer(full, reading) : [];
  const layers: InventoryLayer[] = [];
  for (const entry of await entriesOf(full)) {
    if (isYaml(entry)) layers.push(...(await readLayer(path.join(full, entry), reading)));
  }
  return layers;
}

async function readLayer(file: string, reading: Reading): Promise<InventoryLayer[]> {
  const map = await readVariables(file, reading);
  return map === undefined || map === "missing" ? [] : [variablesLayer(displayName(reading.root, file), map)];
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Sorted by name, folders before files, so that web.yaml takes precedence over web/. */
async function entriesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((): string[] => []);
  return entries.sort((a, b) => Number(isYaml(a)) - Number(isYaml(b)) || (a < b ? -1 : 1));
}

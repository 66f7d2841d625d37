import path from "node:path";
import { inventoryFault } from "../errors/catalogue/inventory.ts";
import { withExistingEnding } from "../load/endings.ts";
import { displayName, type Reading } from "../load/reading.ts";
import { buildInventory } from "./build.ts";
import { addImplicitGroups, emptyDraft } from "./draft.ts";
import type { UnownedVars } from "./draft.ts";
import type { Inventory } from "./inventory.ts";
import { readEnvironment, type ProcessEnvironment } from "./sources/dotenv.ts";
import { readPlaybookVars, readVarsFolders } from "./sources/vars-folders.ts";
import { folderOf, readSource } from "./sources/source.ts";
import type { RunProgram } from "./sources/program.ts";

/** The inventories of a run; by default inventory.yaml, or inventory.yml if only that exists. */
export async function inventoryFiles(given: readonly string[], reading: Reading): Promise<readonly string[]> {
  return given.length > 0 ? given : [await withExistingEnding(path.join(reading.root, "inventory.yaml"), reading)];
}

/** What reading inventories needs besides them. */
interface InventoryContext {
  readonly env: ProcessEnvironment;
  readonly run: RunProgram | undefined;
  /** Absolute. */
  readonly playbookFolders: readonly string[];
}

/** Reads inventories and the variables next to them and to the playbooks; later inventories take precedence. Faults are added to `reading`. */
export async function loadInventory(
  files: readonly string[],
  { env, run, playbookFolders }: InventoryContext,
  reading: Reading,
): Promise<{ readonly inventory: Inventory; readonly unowned: readonly UnownedVars[] }> {
  for (const name of ["address", "service_address"]) reading.known.add(name);
  const before = reading.faults.length;
  const draft = emptyDraft();
  for (const file of files) await readSource(file, { draft, reading, run });
  addImplicitGroups(draft);
  const folders = new Set(await Promise.all(files.map((file) => folderOf(file, reading.root))));
  for (const folder of folders) await readVarsFolders(folder, "inventory", { draft, reading });
  await readPlaybookVars(
    playbookFolders.filter((folder) => !folders.has(folder)),
    { draft, reading },
  );
  const { inventory, faults } = buildInventory(draft, await readEnvironment(env, reading));
  reading.faults.push(...faults);
  if (inventory.hosts.size === 0 && reading.faults.length === before) {
    const shown = files.map((file) => displayName(reading.root, path.resolve(reading.root, file))).join(", ");
    reading.faults.push(inventoryFault("inventory/no-hosts", { path: shown }));
  }
  return { inventory, unowned: draft.unowned };
}

import type { Added } from "../../load/reading.ts";
import type { Later } from "../inventory.ts";
import type { UnownedVars } from "../draft.ts";
import type { InventoryLayer } from "../layers.ts";

/** What tasks may add to the inventory, with the variables that wait for it; undefined if they add nothing. */
export async function laterOf({ names, isOpen }: Added, unowned: readonly UnownedVars[]): Promise<Later | undefined> {
  const layers = { group: new Map<string, InventoryLayer[]>(), host: new Map<string, InventoryLayer[]>() };
  for (const { kind, stem, read, warn } of unowned) {
    if (!isOpen && !names.has(stem)) warn();
    else layers[kind].set(stem, [...(layers[kind].get(stem) ?? []), ...(await read())]);
  }
  return isOpen || names.size > 0 ? { names, isOpen, layers } : undefined;
}

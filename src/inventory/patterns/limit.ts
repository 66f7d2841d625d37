import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { displayName, readText, type Reading } from "../../load/reading.ts";
import type { Host } from "../../model/host.ts";
import type { Inventory } from "../inventory.ts";
import { matchPattern } from "./patterns.ts";
import { splitTerms } from "./terms.ts";

/** The hosts that match `--limit`, a pattern in which `@file` includes a file with one pattern per line. An empty limit is a fault. */
export async function limitHosts(limit: string, inventory: Inventory, reading: Reading): Promise<Host[]> {
  const terms: string[] = [];
  for (const term of splitTerms(limit)) {
    const lines = term.startsWith("@") ? await linesOf(term.slice(1), reading) : [term];
    if (!lines) return [];
    terms.push(...lines);
  }
  const outcome = terms.length === 0 ? undefined : matchPattern(inventory, terms.join(","), undefined);
  if (outcome && !outcome.ok) reading.faults.push(...outcome.faults);
  else if (!outcome || outcome.value.length === 0) reading.faults.push(inventoryFault("inventory/empty-limit", {}));
  return outcome?.ok ? outcome.value : [];
}

async function linesOf(name: string, reading: Reading): Promise<string[] | undefined> {
  const file = path.resolve(reading.root, name);
  const text = await readText(file, reading);
  if (text === undefined) {
    reading.faults.push(inventoryFault("inventory/missing-limit-file", { path: displayName(reading.root, file) }));
    return undefined;
  }
  return text.split(/\r?\n/).flatMap((line) => splitTerms(line.replace(/#.*$/, "")));
}

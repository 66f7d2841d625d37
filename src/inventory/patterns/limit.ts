import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { displayName, readText, type Reading } from "../../load/reading.ts";
import type { Host } from "../../model/host.ts";
import type { Inventory } from "../inventory.ts";
import { matchPattern } from "./patterns.ts";
import { splitTerms } from "./terms.ts";

/** In a limit: the hosts that failed in the last run. With `./`, it is a file of that name. */
export const FAILED = "@failed";

/** Whether a term of a limit means the hosts that failed in the last run. */
export function isFailedTerm(term: string): boolean {
  return /^[!&]?@failed(?:\[.*)?$/.test(term);
}

/** A limit, and what `@failed` means in it: the names of hosts. */
export interface Limit {
  readonly limit: string;
  readonly failed?: readonly string[] | undefined;
}

/**
 * The hosts that match `--limit`, a pattern in which `@file` includes a file with one pattern per line, and `@failed` is a group. An empty
 * limit is a fault.
 */
export async function limitHosts({ limit, failed = [] }: Limit, read: Inventory, reading: Reading): Promise<Host[]> {
  const inventory = withFailed(read, failed);
  const terms: string[] = [];
  for (const term of splitTerms(limit)) {
    const isFile = term.startsWith("@") && !isFailedTerm(term);
    const lines = isFile ? await linesOf(term.slice(1), reading) : [term];
    if (!lines) return [];
    terms.push(...lines);
  }
  const outcome = terms.length === 0 ? undefined : matchPattern(inventory, terms.join(","), undefined);
  if (outcome && !outcome.ok) reading.faults.push(...outcome.faults);
  else if (!outcome || outcome.value.length === 0) reading.faults.push(inventoryFault("inventory/empty-limit", {}));
  return outcome?.ok ? outcome.value : [];
}

function withFailed(inventory: Inventory, failed: readonly string[]): Inventory {
  const all = inventory.groups.get("all");
  if (!all) return inventory;
  const hosts = failed.filter((name) => inventory.hosts.has(name));
  const group = { ...all, name: FAILED, children: [], ownHosts: hosts, hosts };
  return { ...inventory, groups: new Map([...inventory.groups, [FAILED, group]]) };
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

import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { bad, type Outcome } from "../../errors/fault.ts";
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

/** A limit as a pattern. */
export interface Limit {
  readonly pattern: string;
  /** The names of the hosts that `@failed` means in it. */
  readonly failed: readonly string[];
}

/** Reads the files that a limit names: `@file` includes one with one pattern per line. */
export async function readLimit(
  limit: string,
  failed: readonly string[] = [],
  reading: Reading,
): Promise<Limit | undefined> {
  const terms: string[] = [];
  for (const term of splitTerms(limit)) {
    const isFile = term.startsWith("@") && !isFailedTerm(term);
    const lines = isFile ? await linesOf(term.slice(1), reading) : [term];
    if (!lines) return undefined;
    terms.push(...lines);
  }
  return { pattern: terms.join(","), failed };
}

/** The hosts that a limit leaves. One that leaves none is a fault. */
export function limitHosts({ pattern, failed }: Limit, read: Inventory): Outcome<Host[]> {
  const hosts = pattern === "" ? undefined : matchPattern(withFailed(read, failed), pattern, undefined);
  const isEmpty = !hosts || (hosts.ok && hosts.value.length === 0);
  return isEmpty ? bad(inventoryFault("inventory/empty-limit", {})) : hosts;
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

import { inventoryFault } from "../errors/catalogue/inventory.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import { compileGlob } from "../model/glob.ts";
import type { Host } from "../model/host.ts";
import type { Origin } from "../model/origin.ts";
import type { Inventory } from "./inventory.ts";

/**
 * The hosts that match a pattern, in the inventory's order. A pattern has names and globs of hosts and groups, separated by `:` or
 * `,`; `&x` keeps only the hosts that are also in x, `!x` removes those in x.
 */
export function matchPattern(inventory: Inventory, pattern: string, origin: Origin | undefined): Outcome<Host[]> {
  const terms = splitTerms(pattern);
  if (terms.length === 0) return bad(inventoryFault("inventory/empty-pattern", {}, { origin }));
  const faults: Fault[] = [];
  const found = terms.map((term) => {
    const sign = /^[!&]/.exec(term)?.[0];
    if (sign === term) faults.push(inventoryFault("inventory/incomplete-pattern", { sign }, { origin }));
    const hosts = hostsNamed(inventory, term.slice(sign === undefined ? 0 : 1));
    if (!hosts && sign !== term)
      faults.push(unknownPattern(inventory, sign === undefined ? term : term.slice(1), origin));
    return { sign, hosts: hosts ?? new Set<string>() };
  });
  const [first, ...rest] = faults;
  if (first) return bad(first, ...rest);
  const added = found.filter(({ sign }) => sign === undefined);
  const matches = (name: string) =>
    (added.length === 0 || added.some(({ hosts }) => hosts.has(name))) &&
    found.every(({ sign, hosts }) => sign === undefined || hosts.has(name) === (sign === "&"));
  return good([...inventory.hosts.values()].filter(({ name }) => matches(name)));
}

/** Names of the machine that provision runs on, unless the inventory has a host of that name. */
const THIS_MACHINE = ["localhost", "127.0.0.1", "::1"];

/** The host that tasks are delegated to by a name. This machine need not be in the inventory. */
export function hostToDelegateTo(inventory: Inventory, name: string, origin: Origin | undefined): Outcome<Host> {
  const host = inventory.hosts.get(name);
  if (host) return good(host);
  if (THIS_MACHINE.includes(name)) {
    return good({ name: "localhost", groups: [], origin: origin ?? { file: "localhost", line: 1, col: 1 } });
  }
  const group = inventory.groups.get(name)?.hosts;
  const near = nearest(name, [...inventory.hosts.keys(), "localhost"]);
  return bad(inventoryFault("inventory/unknown-delegate", { name, near, group }, { origin }));
}

/** The parts of a pattern; a `:` inside brackets belongs to a glob or a range. */
export function splitTerms(pattern: string): string[] {
  const terms = pattern.match(/(?:\[[^\]]*\]|[^:,])+/g) ?? [];
  return terms.map((term) => term.trim()).filter((term) => term !== "");
}

/** The hosts that a name or glob matches; undefined if it matches no host or group. */
function hostsNamed(inventory: Inventory, name: string): Set<string> | undefined {
  const group = inventory.groups.get(name);
  if (group) return new Set(group.hosts);
  if (inventory.hosts.has(name)) return new Set([name]);
  if (!/[*?[]/.test(name)) return undefined;
  const matches = compileGlob(name, { sets: true });
  const groups = [...inventory.groups.values()].filter((each) => matches(each.name));
  const hosts = [...inventory.hosts.keys()].filter(matches);
  if (groups.length + hosts.length === 0) return undefined;
  return new Set([...groups.flatMap((each) => each.hosts), ...hosts]);
}

function unknownPattern(inventory: Inventory, name: string, origin: Origin | undefined): Fault {
  const near = nearest(name, [...inventory.groups.keys(), ...inventory.hosts.keys()]);
  return inventoryFault("inventory/unknown-pattern", { name, near }, { origin });
}

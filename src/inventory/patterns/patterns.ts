import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { compilePattern } from "../../language/pattern/pattern.ts";
import { compileGlob } from "../../model/glob.ts";
import type { Host } from "../../model/host.ts";
import type { Origin } from "../../model/origin.ts";
import type { Inventory } from "../inventory.ts";
import { isLater } from "./later.ts";
import { readSubscript, splitTerms, type Subscript } from "./terms.ts";

/**
 * The hosts that match a pattern, in the inventory's order. A pattern has terms, separated by `:`, `,` or blanks: names and globs of hosts
 * and groups, `~` and a regular expression that matches the beginning of a name, and each of these with `[0]`, `[-1]` or `[1:3]`, which
 * chooses among its hosts. First all terms without a sign are added, then `&x` keeps only the hosts in x, and `!x` removes those in x.
 */
export function matchPattern(inventory: Inventory, pattern: string, origin: Origin | undefined): Outcome<Host[]> {
  const terms = splitTerms(pattern);
  if (terms.length === 0) return bad(inventoryFault("inventory/empty-pattern", {}, { origin }));
  const found = collect(terms.map((term) => readTerm(term, { inventory, origin })));
  if (!found.ok) return found;
  const added = found.value.filter(({ sign }) => sign === "");
  const matches = (name: string) =>
    (added.length === 0 || added.some(({ hosts }) => hosts.has(name))) &&
    found.value.every(({ sign, hosts }) => sign === "" || hosts.has(name) === (sign === "&"));
  return good([...inventory.hosts.values()].filter(({ name }) => matches(name)));
}

interface Context {
  readonly inventory: Inventory;
  readonly origin: Origin | undefined;
}

interface Term {
  readonly sign: string;
  readonly hosts: ReadonlySet<string>;
}

function readTerm(term: string, context: Context): Outcome<Term> {
  const { inventory, origin } = context;
  const [sign = ""] = /^[!&]/.exec(term) ?? [];
  const name = term.slice(sign.length);
  if (name === "~") return bad(inventoryFault("inventory/incomplete-pattern", { sign: `${sign}~` }, { origin }));
  if (name === "") return bad(inventoryFault("inventory/incomplete-pattern", { sign }, { origin }));
  const hosts = hostsOf(name, context);
  if (!hosts.ok) return hosts;
  if (hosts.value) return good({ sign, hosts: new Set(hosts.value) });
  if (isLater(name, inventory)) return good({ sign, hosts: new Set() });
  const near = nearest(name, [...inventory.groups.keys(), ...inventory.hosts.keys()]);
  return bad(inventoryFault("inventory/unknown-pattern", { name, near }, { origin }));
}

/** A range of digits that chooses nothing, because no group or host has the name before it. */
const RANGE = /^([^[]+)\[(\d*):(\d*)\]$/;

type Found = Outcome<readonly string[] | undefined>;

/** The hosts of a term without its sign, in its order; undefined if it matches no host or group. */
function hostsOf(name: string, { inventory, origin }: Context): Found {
  if (name.startsWith("~")) return regularMatches(name.slice(1), { inventory, origin });
  const subscript = inventory.hosts.has(name) ? undefined : readSubscript(name);
  const all = subscript && namedHosts(subscript.base, inventory);
  if (subscript && all) return chosen(all, subscript, { inventory, origin });
  const found = namedHosts(name, inventory);
  const [, base = "", from = "", to = ""] = RANGE.exec(name) ?? [];
  // As a set of characters, it would leave out the hosts between the ends.
  if (!found || base === "" || inventory.hosts.has(name)) return good(found);
  const glob = from.length > 1 || to.length > 1 ? `~${base}\\d+$` : `${base}[${from || 0}-${to || 9}]`;
  return bad(inventoryFault("inventory/range-as-glob", { base, written: name, glob }, { origin }));
}

/** As in Ansible, a subscript chooses among the hosts in their order in the group, and both ends of a range belong to it. */
function chosen(hosts: readonly string[], subscript: Subscript, { origin }: Context): Found {
  const { base, written, first, last } = subscript;
  const one = hosts.at(first);
  const found = last !== undefined ? hosts.slice(first, last + 1) : one === undefined ? [] : [one];
  if (found.length > 0) return good(found);
  return bad(inventoryFault("inventory/no-such-member", { base, written, count: hosts.length }, { origin }));
}

function namedHosts(name: string, inventory: Inventory): readonly string[] | undefined {
  const group = inventory.groups.get(name);
  if (group) return group.hosts;
  if (inventory.hosts.has(name)) return [name];
  return /[*?[]/.test(name) ? matching(compileGlob(name, { sets: true }), inventory) : undefined;
}

function regularMatches(written: string, { inventory, origin }: Context): Found {
  const compiled = compilePattern(`^(?:${written})`);
  if (compiled.ok) return good(matching(compiled.pattern.test, inventory));
  const { problem, hint } = compiled.problem;
  return bad(inventoryFault("inventory/bad-regular-expression", { written, problem, hint }, { origin }));
}

function matching(matches: (name: string) => boolean, inventory: Inventory): readonly string[] | undefined {
  const groups = [...inventory.groups.values()].filter(({ name }) => matches(name));
  const hosts = [...inventory.hosts.keys()].filter(matches);
  if (groups.length + hosts.length === 0) return undefined;
  return [...new Set([...groups.flatMap((group) => group.hosts), ...hosts])];
}

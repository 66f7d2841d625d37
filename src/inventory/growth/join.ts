import { membersOf } from "../build.ts";
import type { Group, Inventory } from "../inventory.ts";
import type { Addition } from "./addition.ts";

/**
 * The inventory with a host in more groups, without building all of it anew: thousands of hosts may join groups one after the other.
 * Undefined if the host, a group or a link to a parent is new, or if the addition has variables.
 */
export function joinGroups(inventory: Inventory, addition: Addition): Inventory | undefined {
  const host = inventory.hosts.get(addition.host);
  const named = addition.groups.filter((group) => group !== "all");
  if (!host || addition.layer || !named.every((group) => inventory.groups.has(group)) || named.includes("ungrouped")) {
    return undefined;
  }
  const { groups: below, parents } = addition;
  if (!parents.every((parent) => below.every((group) => isBelow(group, parent, inventory)))) return undefined;
  const groups = new Map(inventory.groups);
  for (const group of named) setOwn(group, (hosts) => [...new Set([...hosts, host.name])], groups);
  const isNowGrouped = named.length > 0 && host.groups.includes("ungrouped");
  if (isNowGrouped) setOwn("ungrouped", (hosts) => hosts.filter((one) => one !== host.name), groups);
  const joined = withParents(named, groups);
  for (const group of isNowGrouped ? [...joined, "ungrouped"] : joined) setMembers(group, groups);
  const isMember = (name: string) =>
    joined.has(name) || (host.groups.includes(name) && !(isNowGrouped && name === "ungrouped"));
  const changed = { ...host, groups: [...groups.keys()].filter(isMember) };
  return { ...inventory, groups, hosts: new Map(inventory.hosts).set(host.name, changed) };
}

function isBelow(group: string, parent: string, { groups }: Inventory): boolean {
  return parent === "all" || groups.get(parent)?.children.includes(group) === true;
}

function setOwn(name: string, change: (hosts: readonly string[]) => string[], groups: Map<string, Group>): void {
  const group = groups.get(name);
  if (group) groups.set(name, { ...group, ownHosts: change(group.ownHosts) });
}

/** Groups and all that they are below of but `all`. In the order of precedence, children come after their parents. */
function withParents(named: readonly string[], groups: ReadonlyMap<string, Group>): Set<string> {
  const found = new Set(named);
  for (const [name, { children }] of [...groups].reverse()) {
    if (name !== "all" && children.some((child) => found.has(child))) found.add(name);
  }
  return found;
}

function setMembers(name: string, groups: Map<string, Group>): void {
  const group = groups.get(name);
  if (!group) return;
  const hosts = membersOf(name, (one) => {
    const { ownHosts = [], children = [] } = groups.get(one) ?? {};
    return { hosts: ownHosts, children };
  });
  groups.set(name, { ...group, hosts });
}

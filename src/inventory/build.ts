import { inventoryFault } from "../errors/catalogue/inventory.ts";
import type { Fault } from "../errors/fault.ts";
import type { Layer } from "../language/scope.ts";
import { DEFAULT_PRIORITY, type Draft } from "./draft.ts";
import type { Group, Inventory, InventoryHost } from "./inventory.ts";

/** Builds the inventory from the draft. A cycle of groups is a fault; it is broken by leaving out one link. */
export function buildInventory(draft: Draft, environment: Layer): { inventory: Inventory; faults: readonly Fault[] } {
  const faults = [...cutCycles(draft), ...sharedNames(draft)];
  const order = precedence(draft);
  const members = new Map(
    order.map((name) => [name, name === ALL ? [...draft.hosts.keys()] : membersOf(name, partsIn(draft))]),
  );
  const groups = order.map((name) => [name, toGroup(name, draft, members.get(name) ?? [])] as const);
  // In the order of precedence, because the groups are gone through in it.
  const groupsOf = new Map([...draft.hosts.keys()].map((name): [string, string[]] => [name, []]));
  for (const [group, names] of members) for (const name of names) groupsOf.get(name)?.push(group);
  const hosts = [...draft.hosts].map(
    ([name, { origin, layers }]) =>
      [name, { name, origin, layers, groups: groupsOf.get(name) ?? [] } satisfies InventoryHost] as const,
  );
  return { inventory: { hosts: new Map(hosts), groups: new Map(groups), environment, written: draft.written }, faults };
}

const ALL = "all";

function toGroup(name: string, draft: Draft, members: readonly string[]): Group {
  const group = draft.groups.get(name);
  const origin = group?.origin ?? { file: "", line: 1, col: 1 };
  const { children, hosts: own = [], layers = [], priority = DEFAULT_PRIORITY } = group ?? {};
  return {
    name,
    origin,
    priority,
    children: [...(children?.keys() ?? [])],
    ownHosts: [...own],
    hosts: members,
    layers,
  };
}

/** All hosts of a group but `all` in Ansible's order, which patterns such as `web[0]` count: its own as written, then those of its children, then of theirs. */
export function membersOf(name: string, partsOf: (group: string) => Parts): readonly string[] {
  const groups = new Set([name]);
  const members = new Set<string>();
  // A set is iterated up to what is added meanwhile.
  for (const group of groups) {
    const { hosts, children } = partsOf(group);
    for (const host of hosts) members.add(host);
    for (const child of children) groups.add(child);
  }
  return [...members];
}

/** What is written in a group itself. */
interface Parts {
  readonly hosts: Iterable<string>;
  readonly children: Iterable<string>;
}

function partsIn({ groups }: Draft): (group: string) => Parts {
  return (name) => {
    const { hosts = [], children } = groups.get(name) ?? {};
    return { hosts, children: children?.keys() ?? [] };
  };
}

/** Groups in the order of Ansible, lowest precedence first: `all`, then by depth, by `ansible_group_priority`, and by name. */
function precedence(draft: Draft): string[] {
  const depths = new Map<string, number>([...draft.groups.keys()].map((name) => [name, name === ALL ? 0 : 1]));
  depths.set(ALL, 0);
  // A group is deeper than each of its parents. One round per group is enough for the longest chain.
  for (let round = 0; round < draft.groups.size; round++) {
    for (const [name, { children }] of draft.groups) {
      for (const inner of children.keys()) {
        depths.set(inner, Math.max(depths.get(inner) ?? 1, (depths.get(name) ?? 0) + 1));
      }
    }
  }
  const rank = (name: string) => [depths.get(name) ?? 0, draft.groups.get(name)?.priority ?? DEFAULT_PRIORITY] as const;
  return [...depths.keys()].sort((a, b) => {
    const [depthOfA, priorityOfA] = rank(a);
    const [depthOfB, priorityOfB] = rank(b);
    return depthOfA - depthOfB || priorityOfA - priorityOfB || (a < b ? -1 : 1);
  });
}

function cutCycles(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  const done = new Set<string>();
  const visit = (name: string, chain: readonly string[]): void => {
    const children = draft.groups.get(name)?.children ?? new Map<string, never>();
    for (const [inner, origin] of children) {
      const path = [...chain, name];
      if (path.includes(inner) || inner === ALL) {
        const cycle = [...path.slice(Math.max(0, path.indexOf(inner))), inner];
        faults.push(inventoryFault("inventory/group-cycle", { chain: cycle }, { origin }));
        children.delete(inner);
      } else if (!done.has(inner)) visit(inner, path);
    }
    done.add(name);
  };
  for (const name of draft.groups.keys()) visit(name, []);
  return faults;
}

function sharedNames(draft: Draft): Fault[] {
  return [...draft.hosts].flatMap(([name, { origin }]) =>
    name === ALL || draft.groups.has(name) ? [inventoryFault("inventory/host-and-group", { name }, { origin })] : [],
  );
}

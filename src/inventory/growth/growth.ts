import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Host } from "../../model/host.ts";
import { buildInventory } from "../build.ts";
import { addImplicitGroups, groupNamed, hostNamed, type Draft } from "../draft.ts";
import type { Inventory } from "../inventory.ts";
import type { Addition } from "./addition.ts";
import { joinGroups } from "./join.ts";
import { groupNameFault, hostNameFault } from "../names.ts";

/** The inventory of a run, which tasks add to. What they added stays when it is read again. */
export class Growth {
  /** Always as it is now. */
  readonly inventory: Inventory;
  readonly #additions: Addition[] = [];
  #now: Inventory;

  constructor(read: Inventory) {
    const now = () => this.#now;
    this.#now = read;
    this.inventory = {
      get hosts() {
        return now().hosts;
      },
      get groups() {
        return now().groups;
      },
      get environment() {
        return now().environment;
      },
      get written() {
        return now().written;
      },
      get later() {
        return now().later;
      },
    };
  }

  /** Adds a host, unless it is wrong or `check` finds a fault in the inventory with it. */
  add(addition: Addition, check: (inventory: Inventory, host: Host) => readonly Fault[]): Outcome<Host> {
    const named = namesOf(addition);
    if (named) return bad(named);
    if (isThere(addition, this.#now)) return good(hostIn(this.#now, addition));
    const joined = joinGroups(this.#now, addition);
    const { inventory, faults } = joined ? { inventory: joined, faults: [] } : grown(this.#now, [addition]);
    const host = hostIn(inventory, addition);
    const [first, ...others] = [...faults, ...(faults.length > 0 ? [] : check(inventory, host))];
    if (first) return bad({ ...first, origin: addition.origin }, ...others);
    this.#additions.push(addition);
    this.#now = inventory;
    return good(host);
  }

  /** Replaces what was read of the inventory's files and programs. */
  replace(read: Inventory): void {
    this.#now = grown(read, this.#additions).inventory;
  }
}

function namesOf({ host, groups, parents, origin }: Addition): Fault | undefined {
  const faults = [...groups, ...parents].map((name) => groupNameFault(name, origin));
  return hostNameFault(host, origin) ?? faults.find((fault) => fault !== undefined);
}

/** Whether an addition changes nothing. */
function isThere({ host, groups, parents, layer }: Addition, inventory: Inventory): boolean {
  const known = (name: string) => inventory.groups.get(name);
  const isMember = (name: string) => name === "all" || known(name)?.ownHosts.includes(host);
  const isBelow = (parent: string) =>
    known(parent) && (parent === "all" || groups.every((name) => known(parent)?.children.includes(name)));
  return !layer && inventory.hosts.has(host) && groups.every(isMember) && parents.every(isBelow);
}

function hostIn({ hosts }: Inventory, { host: name }: Addition): Host {
  const host = hosts.get(name);
  if (!host) throw new Error(`the inventory has lost the host ${name}`);
  return host;
}

function grown(before: Inventory, additions: readonly Addition[]): ReturnType<typeof buildInventory> {
  const draft = draftOf(before);
  for (const addition of additions) enter(addition, draft, before);
  addImplicitGroups(draft);
  const { inventory, faults } = buildInventory(draft, before.environment);
  return { inventory: { ...inventory, later: before.later }, faults };
}

function enter({ host, origin, groups, parents, layer }: Addition, draft: Draft, { later }: Inventory): void {
  const isNew = !draft.hosts.has(host);
  const { layers } = hostNamed(draft, host, origin);
  if (isNew) layers.push(...(later?.layers.host.get(host) ?? []));
  // As in Ansible, host_vars take precedence.
  if (layer) layers.splice(layers.findLastIndex(({ isInFolder }) => isInFolder !== true) + 1, 0, layer);
  const group = (name: string) => {
    const isKnown = draft.groups.has(name);
    const found = groupNamed(draft, name, origin);
    if (!isKnown) found.layers.push(...(later?.layers.group.get(name) ?? []));
    return found;
  };
  for (const name of groups) if (name !== "all") group(name).hosts.add(host);
  for (const parent of parents) {
    if (parent !== "all") for (const name of groups) group(parent).children.set(name, origin);
  }
}

function draftOf({ hosts, groups, written }: Inventory): Draft {
  return {
    hosts: new Map([...hosts].map(([name, { origin, layers }]) => [name, { origin, layers: [...layers] }])),
    groups: new Map(
      [...groups].map(([name, { origin, priority, ownHosts, children, layers }]) => {
        const below = new Map(children.map((child) => [child, origin]));
        return [name, { origin, priority, hosts: new Set(ownHosts), children: below, layers: [...layers] }];
      }),
    ),
    written: [...written],
    unowned: [],
  };
}

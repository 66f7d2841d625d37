import type { Inventory } from "../../inventory/inventory.ts";
import { matchesTerm, namesOfGroups } from "../../inventory/patterns/later.ts";

/** In check mode: what a task would add to the inventory, of which something is not known yet. */
export interface Doubt {
  readonly task: string;
  /** The host that may join groups; undefined for one that is not known. */
  readonly host: string | undefined;
  /** The groups; undefined if they are not known. */
  readonly groups: readonly string[] | undefined;
}

/** An inventory in which a host is in all groups that it may be in. */
interface Possible {
  readonly inventory: Inventory;
  readonly host: string;
  readonly task: string;
}

/** In check mode: what tasks would add to the inventory, but nobody knows yet. */
export class Doubts {
  readonly #doubts: Doubt[] = [];
  /** The groups that are not made by tasks. */
  readonly #written: ReadonlySet<string>;

  constructor({ groups }: Inventory) {
    this.#written = new Set(groups.keys());
  }

  note(doubt: Doubt): void {
    this.#doubts.push(doubt);
  }

  /** The tasks that may add hosts to a play of that pattern. */
  tasksAdding(pattern: string): readonly string[] {
    const adding = this.#doubts.filter(({ host, groups }) => {
      return host === undefined && (!groups || ["all", ...groups].some((name) => matchesTerm(pattern, name)));
    });
    return [...new Set(adding.map(({ task }) => task))];
  }

  /** The inventories in which one of the hosts is in the groups of a pattern that it may be in. */
  *possible(pattern: string, inventory: Inventory): Iterable<Possible> {
    const all = inventory.groups.get("all");
    const made = namesOfGroups(pattern).filter((name) => !this.#written.has(name) && !inventory.hosts.has(name));
    for (const { host, groups = made, task } of this.#doubts) {
      if (!all || host === undefined || groups.length === 0) continue;
      const joined = groups.map((name) => {
        const hosts = [...new Set([...(inventory.groups.get(name)?.hosts ?? []), host])];
        return [name, { ...all, name, children: [], ownHosts: hosts, hosts }] as const;
      });
      yield { inventory: { ...inventory, groups: new Map([...inventory.groups, ...joined]) }, host, task };
    }
  }
}

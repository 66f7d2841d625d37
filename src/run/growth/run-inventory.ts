import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { checkHosts } from "../../inventory/check.ts";
import type { Growth } from "../../inventory/growth/growth.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { addedLayer, type InventoryLayer } from "../../inventory/layers.ts";
import { limitHosts, type Limit } from "../../inventory/patterns/limit.ts";
import { matchPattern } from "../../inventory/patterns/patterns.ts";
import { ADDRESSES } from "../../inventory/setting-names.ts";
import { hostSettings, type HostSettings, type SettingsContext } from "../../inventory/settings.ts";
import type { Play } from "../../load/project.ts";
import type { Host } from "../../model/host.ts";
import type { Origin } from "../../model/origin.ts";
import type { Unknown } from "../../model/unknown.ts";
import { findUnknown } from "../../model/value.ts";
import type { AddedHost } from "../../module/contract.ts";
import { Doubts } from "./doubts.ts";

export interface RunInventoryParts {
  readonly growth: Growth;
  readonly settingsContext: SettingsContext;
  /** The connection settings of the hosts that are known so far, by name; those of hosts that tasks add are added. */
  readonly settings: Map<string, HostSettings>;
  readonly limit: Limit | undefined;
  /** Reads the inventory's files and programs again. */
  readonly reread: () => Promise<Outcome<Inventory>>;
}

/** The inventory of a run: what tasks do to it, and the hosts that plays have now. */
export class RunInventory {
  readonly inventory: Inventory;
  readonly doubts: Doubts;
  readonly #parts: RunInventoryParts;
  #isRead = false;

  constructor(parts: RunInventoryParts) {
    this.#parts = parts;
    this.inventory = parts.growth.inventory;
    this.doubts = new Doubts(parts.growth.inventory);
  }

  /** Whether plays may have other hosts than before the run. */
  get mayDiffer(): boolean {
    return this.#isRead || this.inventory.later !== undefined;
  }

  /** Adds what a task on a host says. In check mode, how to connect may be unknown: then nothing is added. */
  add({ host, groups, parents, variables }: AddedHost, own: Host, origin: Origin): Outcome<Unknown | undefined> {
    const { growth, settings, settingsContext } = this.#parts;
    const name = host ?? own.name;
    const hasVariables = Object.keys(variables).length > 0;
    const layer = hasVariables ? addedLayer("add_host", variables, origin) : undefined;
    const unknown = layer && unknownSetting(layer);
    if (unknown) return good(unknown);
    let read: HostSettings | undefined;
    const added = growth.add({ host: name, origin, groups, parents, layer }, (inventory, one) => {
      const found = hostSettings(inventory, one, settingsContext);
      if (!found.ok) return found.faults;
      read = found.value;
      return sameServer(name, found.value, settings, origin);
    });
    if (!added.ok) return added;
    if (read) settings.set(name, read);
    return good(undefined);
  }

  /** Reads the inventory again. What tasks have added stays, and so do open connections. */
  async refresh(origin: Origin): Promise<Outcome<undefined>> {
    const { growth, settings, settingsContext, reread } = this.#parts;
    const read = await reread();
    if (!read.ok) return read;
    const { hosts } = this.inventory;
    // Those that nothing has connected to yet, and that were there, are read when a task is delegated to them.
    const used = [...read.value.hosts.values()].filter(({ name }) => !hosts.has(name) || settings.has(name));
    const found = await checkHosts(used, read.value, settingsContext);
    const added = [...settings].filter(([name]) => !read.value.hosts.has(name));
    const clashes = [...found.settings].flatMap(([name, own]) => sameServer(name, own, added, origin));
    const [first, ...others] = [...found.faults, ...clashes];
    if (first) return bad(first, ...others);
    for (const [name, own] of found.settings) settings.set(name, own);
    growth.replace(read.value);
    this.#isRead = true;
    return good(undefined);
  }

  /** The hosts of a play, in the order of the inventory. */
  hostsOf({ hosts }: Play, inventory = this.inventory): Outcome<Host[]> {
    const pattern = hosts.again?.(inventory.groups) ?? good(hosts.pattern);
    const matched = pattern.ok ? matchPattern(inventory, pattern.value, hosts.origin) : pattern;
    const { limit } = this.#parts;
    if (!matched.ok || !limit) return matched;
    const left = limitHosts(limit, inventory);
    const names = new Set(left.ok ? left.value.map(({ name }) => name) : []);
    return good(matched.value.filter(({ name }) => names.has(name)));
  }
}

/** The fault that one of the other hosts has the same address. */
function sameServer(
  name: string,
  { type, address, port = 22 }: HostSettings,
  others: Iterable<readonly [string, HostSettings]>,
  origin: Origin,
): Fault[] {
  const same = [...others].find(
    ([other, of]) =>
      other !== name && type === "ssh" && of.type === "ssh" && of.address === address && (of.port ?? 22) === port,
  );
  if (!same) return [];
  const parameters = { host: name, other: same[0], address: `${address}:${port}` };
  return [inventoryFault("inventory/same-address", parameters, { origin })];
}

function unknownSetting({ variables, settings }: InventoryLayer): Unknown | undefined {
  const written = [...(settings?.values() ?? [])].map(({ variable }) => variable);
  const addresses = ADDRESSES.flatMap((name) => variables.get(name) ?? []);
  const values = [...written, ...addresses].flatMap((one) => (one.from === "data" ? [one.value] : []));
  return findUnknown(values);
}

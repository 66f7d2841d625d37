import type { Layer } from "../language/scope.ts";
import type { Host } from "../model/host.ts";
import type { Origin } from "../model/origin.ts";
import type { WrittenMap } from "./draft.ts";
import type { InventoryLayer } from "./layers.ts";

/** Hosts and groups with their variables, in the order of the inventory files. */
export interface Inventory {
  readonly hosts: ReadonlyMap<string, InventoryHost>;
  /** `all` comes first. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Variables from `.env` and the environment, below every group. */
  readonly environment: Layer;
  /** All maps of variables as they were written. */
  readonly written: readonly WrittenMap[];
}

/** A host with its variables. */
export interface InventoryHost extends Host {
  /** Lowest first: variables in the inventory file, then host_vars. */
  readonly layers: readonly InventoryLayer[];
}

/** A group with its variables. */
export interface Group {
  readonly name: string;
  readonly origin: Origin;
  readonly children: readonly string[];
  /** The hosts that are written in the group itself. */
  readonly ownHosts: readonly string[];
  /** All hosts of the group, its own first, then those of its children. */
  readonly hosts: readonly string[];
  /** Lowest first: variables in the inventory file, then group_vars. */
  readonly layers: readonly InventoryLayer[];
}

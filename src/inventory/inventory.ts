import type { Layer } from "../language/scope.ts";
import type { Host } from "../model/host.ts";
import type { Origin } from "../model/origin.ts";

/** Hosts and groups with their variables, in the order in which the inventory names them. */
export interface Inventory {
  readonly hosts: ReadonlyMap<string, InventoryHost>;
  /** `all` comes first. */
  readonly groups: ReadonlyMap<string, Group>;
  /** What `.env` and the environment give: below every group. */
  readonly environment: Layer;
}

export interface InventoryHost extends Host {
  /** Lowest first: beside the host's name, then host_vars. */
  readonly layers: readonly Layer[];
}

export interface Group {
  readonly name: string;
  readonly origin: Origin;
  readonly children: readonly string[];
  /** All hosts in it, also through its children. */
  readonly hosts: readonly string[];
  /** Lowest first: beside the group's name, then group_vars. */
  readonly layers: readonly Layer[];
}

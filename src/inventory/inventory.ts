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
  /** What tasks may add. */
  readonly later?: Later | undefined;
}

/** The hosts and groups that tasks may add (`add_host`, `group_by`). */
export interface Later {
  /** Those whose names are literal. */
  readonly names: ReadonlySet<string>;
  /** Whether any other name may be added as well. */
  readonly isOpen: boolean;
  /** Variables in group_vars/ and host_vars/ for groups and hosts that are not there yet, by their names. */
  readonly layers: Readonly<Record<"group" | "host", ReadonlyMap<string, readonly InventoryLayer[]>>>;
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
  /** Which of several groups at the same depth takes precedence: the highest. */
  readonly priority: number;
  readonly children: readonly string[];
  /** The hosts that are written in the group itself. */
  readonly ownHosts: readonly string[];
  /** All hosts of the group, its own first, then those of its children. */
  readonly hosts: readonly string[];
  /** Lowest first: variables in the inventory file, then group_vars. */
  readonly layers: readonly InventoryLayer[];
}

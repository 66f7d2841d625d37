import type { MapTree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import type { InventoryLayer } from "./layers.ts";

/** A file, or a folder of files, of variables for a group or host that no inventory has. */
export interface UnownedVars {
  readonly kind: "group" | "host";
  /** The name of the group or host. */
  readonly stem: string;
  readonly read: () => Promise<readonly InventoryLayer[]>;
  /** Says that nothing uses it. */
  readonly warn: () => void;
}

/** An inventory that is still being read: each source adds its hosts, groups and variables. */
export interface Draft {
  readonly hosts: Map<string, HostDraft>;
  readonly groups: Map<string, GroupDraft>;
  /** All maps of variables as they were written, for checks of their names. */
  readonly written: WrittenMap[];
  /** Files in group_vars/ and host_vars/ for groups and hosts that no inventory has. */
  readonly unowned: UnownedVars[];
}

/** The variables of a group or a host. */
export interface WrittenMap {
  /** Only in an inventory file in YAML are short names, such as `port`, connection settings. */
  readonly place: "inventory file" | "other inventory" | "vars folder";
  readonly map: MapTree;
}

interface HostDraft {
  readonly origin: Origin;
  readonly layers: InventoryLayer[];
}

interface GroupDraft {
  readonly origin: Origin;
  /** Which of several groups at the same depth takes precedence: the highest. */
  priority: number;
  readonly hosts: Set<string>;
  /** Names of groups, and where each was declared a child. */
  readonly children: Map<string, Origin>;
  readonly layers: InventoryLayer[];
}

/** Ansible's. */
export const DEFAULT_PRIORITY = 1;

/** A draft without hosts and groups. */
export function emptyDraft(): Draft {
  return { hosts: new Map(), groups: new Map(), written: [], unowned: [] };
}

/** The group of that name, which is added if the draft does not have it. */
export function groupNamed(draft: Draft, name: string, origin: Origin): GroupDraft {
  const known = draft.groups.get(name);
  if (known) return known;
  const created: GroupDraft = {
    origin,
    priority: DEFAULT_PRIORITY,
    hosts: new Set(),
    children: new Map(),
    layers: [],
  };
  draft.groups.set(name, created);
  return created;
}

/** The host of that name, which is added if the draft does not have it. */
export function hostNamed(draft: Draft, name: string, origin: Origin): HostDraft {
  const known = draft.hosts.get(name);
  if (known) return known;
  const created: HostDraft = { origin, layers: [] };
  draft.hosts.set(name, created);
  return created;
}

/** As in Ansible, every inventory has the groups `all` and `ungrouped`: the hosts that are in no other group. */
export function addImplicitGroups(draft: Draft): void {
  const origin = { file: "", line: 1, col: 1 };
  groupNamed(draft, "all", origin);
  const ungrouped = groupNamed(draft, "ungrouped", origin);
  const others = [...draft.groups].filter(([name]) => name !== "all" && name !== "ungrouped");
  const grouped = new Set(others.flatMap(([, { hosts }]) => [...hosts]));
  ungrouped.hosts.clear();
  for (const host of draft.hosts.keys()) if (!grouped.has(host)) ungrouped.hosts.add(host);
}

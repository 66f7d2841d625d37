import type { Layer } from "../language/scope.ts";
import type { Origin } from "../model/origin.ts";

/** An inventory while its sources are read, one after the other: what a later one says is added to the earlier ones. */
export interface Draft {
  readonly hosts: Map<string, HostDraft>;
  readonly groups: Map<string, GroupDraft>;
}

interface HostDraft {
  readonly origin: Origin;
  readonly layers: Layer[];
}

interface GroupDraft {
  readonly origin: Origin;
  readonly hosts: Set<string>;
  /** Names of groups, and where each was said to be a child. */
  readonly children: Map<string, Origin>;
  readonly layers: Layer[];
}

export function emptyDraft(): Draft {
  return { hosts: new Map(), groups: new Map() };
}

export function groupNamed(draft: Draft, name: string, origin: Origin): GroupDraft {
  const known = draft.groups.get(name);
  if (known) return known;
  const made: GroupDraft = { origin, hosts: new Set(), children: new Map(), layers: [] };
  draft.groups.set(name, made);
  return made;
}

export function hostNamed(draft: Draft, name: string, origin: Origin): HostDraft {
  const known = draft.hosts.get(name);
  if (known) return known;
  const made: HostDraft = { origin, layers: [] };
  draft.hosts.set(name, made);
  return made;
}

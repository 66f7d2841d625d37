import type { TaskResult } from "../events/event.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";

/** A shorter run is over before anybody asks where its time went. */
const LONG_RUN_MS = 30_000;
const SHORTEST_SECONDS = 0.1;
const HEAD = "ROLE";
const SECONDS = "seconds";

/** Seconds of work by host, for each role in the order in which they began. */
export type RoleSeconds = Map<string, Map<string, number>>;

export function addRoleTime(roles: RoleSeconds, { role, host, duration_ms }: TaskResult): void {
  if (role === null) return;
  const hosts = roles.get(role) ?? new Map<string, number>();
  roles.set(role, hosts);
  hosts.set(host, (hosts.get(host) ?? 0) + duration_ms / 1000);
}

/** Where a long run's time went: a line a role, all hosts together, and the host that took longest. */
export function roleTimes({ duration_ms }: { readonly duration_ms: number }, { roles, paint }: View): string[] {
  if (duration_ms < LONG_RUN_MS) return [];
  const rows = [...roles].map(([role, hosts]) => ({ name: visible(role), ...sumUp(hosts) }));
  const shown = rows.filter(({ total }) => total >= SHORTEST_SECONDS);
  if (shown.length === 0) return [];
  const width = Math.max(HEAD.length, ...shown.map(({ name }) => name.length));
  return [
    "",
    paint("bold", `${HEAD.padEnd(width)}  ${SECONDS}  slowest host`),
    ...shown.map(({ name, total, longest: [host, seconds] }) => {
      const sum = total.toFixed(1).padStart(SECONDS.length);
      return `${name.padEnd(width)}  ${sum}  ${seconds.toFixed(1)} ${visible(host)}`;
    }),
  ];
}

function sumUp(hosts: ReadonlyMap<string, number>): { total: number; longest: readonly [string, number] } {
  const seconds = [...hosts];
  const total = seconds.reduce((sum, [, one]) => sum + one, 0);
  return { total, longest: seconds.reduce((longest, one) => (one[1] > longest[1] ? one : longest), ["", 0]) };
}

import type { TaskResult } from "../events/event.ts";
import type { Paint } from "./paint.ts";
import { visible } from "./visible.ts";
import { padTo, textWidth } from "./width.ts";

/** Role times are shown for runs of at least this length. */
const LONG_RUN_MS = 30_000;
/** Roles that took less time are not shown. */
const SHORTEST_SECONDS = 0.1;
const HEAD = "ROLE";
const SECONDS = "seconds";

/** Seconds of work by role and host; roles in the order in which they began. */
export type RoleSeconds = Map<string, Map<string, number>>;

/** Adds the duration of a result to its role; results outside roles are ignored. */
export function addRoleTime(roles: RoleSeconds, { role, host, duration_ms }: TaskResult): void {
  if (role === null) return;
  const hosts = roles.get(role) ?? new Map<string, number>();
  roles.set(role, hosts);
  hosts.set(host, (hosts.get(host) ?? 0) + duration_ms / 1000);
}

/** How a long run spent its time: for each role its seconds on all hosts, and its slowest host. */
export function roleTimes(duration_ms: number, roles: RoleSeconds, paint: Paint): string[] {
  if (duration_ms < LONG_RUN_MS) return [];
  const rows = [...roles].map(([role, hosts]) => ({ name: visible(role), ...sumUp(hosts) }));
  const shown = rows.filter(({ total }) => total >= SHORTEST_SECONDS);
  if (shown.length === 0) return [];
  const width = Math.max(HEAD.length, ...shown.map(({ name }) => textWidth(name)));
  return [
    "",
    paint("bold", `${HEAD.padEnd(width)}  ${SECONDS}  slowest host`),
    ...shown.map(({ name, total, slowest: [host, seconds] }) => {
      const sum = total.toFixed(1).padStart(SECONDS.length);
      return `${padTo(name, width)}  ${sum}  ${seconds.toFixed(1)} ${visible(host)}`;
    }),
  ];
}

function sumUp(hosts: ReadonlyMap<string, number>): { total: number; slowest: readonly [string, number] } {
  const seconds = [...hosts];
  const total = seconds.reduce((sum, [, one]) => sum + one, 0);
  return { total, slowest: seconds.reduce((slowest, one) => (one[1] > slowest[1] ? one : slowest), ["", 0]) };
}

import { isUnreachable } from "../errors/unreachable.ts";
import type { Count, Counts, Event } from "../events/event.ts";

/** Counts the results of each host. The recap is made from the events, so that its sums cannot differ from them. */
export interface Tally {
  add(event: Event): void;
  countsOf(host: string): Counts;
}

const NONE: Counts = {
  ok: 0,
  changed: 0,
  skipped: 0,
  failed: 0,
  ignored: 0,
  rescued: 0,
  interrupted: 0,
  unreachable: 0,
  unknown: 0,
};

export function createTally(): Tally {
  const counts = new Map<string, Counts>();
  const countsOf = (host: string) => counts.get(host) ?? NONE;
  return {
    add(event) {
      const count = countOf(event);
      if (!count) return;
      const before = countsOf(count.host);
      counts.set(count.host, { ...before, [count.as]: before[count.as] + 1 });
    },
    countsOf,
  };
}

/** How an event counts: a result by its status, a host that is lost outside a task as one more result. */
function countOf(event: Event): { readonly host: string; readonly as: Count } | undefined {
  if (event.event === "task_result") {
    return { host: event.host, as: event.ignored ? "ignored" : event.rescued ? "rescued" : event.status };
  }
  if (event.event === "host_unreachable") {
    return { host: event.host, as: isUnreachable(event.fault) ? "unreachable" : "failed" };
  }
  return undefined;
}

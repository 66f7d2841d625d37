import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Host } from "../../model/host.ts";
import { batchesOf } from "../../plan/batches.ts";
import type { PlannedPlay } from "../../plan/plan.ts";
import type { RunContext } from "../context.ts";
import type { RunHosts } from "../places/hosts.ts";
import type { RunInventory } from "./run-inventory.ts";

/** A play with the hosts that it has when it begins. */
export interface PlayNow {
  readonly play: PlannedPlay;
  /** In check mode: why a host may not be one of them, by its name. */
  readonly doubts: ReadonlyMap<string, string>;
}

interface Parts {
  readonly inventory: RunInventory;
  readonly hosts: RunHosts;
  readonly context: Pick<RunContext, "emit">;
}

/** Matches a play's pattern again, because tasks may have added hosts and groups since the plan was made. */
export function playNow(planned: PlannedPlay, { inventory, hosts, context }: Parts): PlayNow {
  const none: PlayNow["doubts"] = new Map();
  if (!inventory.mayDiffer) return { play: planned, doubts: none };
  const { play } = planned;
  const { pattern, origin } = play.hosts;
  const warn = ({ code, message, hint }: Fault) => context.emit({ event: "warning", code, message, hint, origin });
  const matched = inventory.hostsOf(play);
  if (!matched.ok) warn(matched.faults[0]);
  const certain = matched.ok ? matched.value : [];
  const doubts = doubtful(planned, certain, inventory);
  const tasks = inventory.doubts.tasksAdding(pattern);
  if (tasks.length > 0) warn(runFault("run/hosts-unknown", { play: play.name, tasks }));
  const chosen = [...inventory.inventory.hosts.values()].filter(
    (host) => certain.includes(host) || doubts.has(host.name),
  );
  const ready = chosen.filter(({ name }) => hosts.join(name).ok);
  if (matched.ok && chosen.length === 0) warn(runFault("run/no-hosts", { play: play.name, pattern }));
  return { play: { ...planned, batches: batchesOf(ready, play) }, doubts };
}

/** The hosts that are, or are not, in the play only if a task does what is not known yet. */
function doubtful({ play }: PlannedPlay, certain: readonly Host[], inventory: RunInventory): Map<string, string> {
  const doubts = new Map<string, string>();
  for (const possible of inventory.doubts.possible(play.hosts.pattern, inventory.inventory)) {
    const matched = inventory.hostsOf(play, possible.inventory);
    const isThen = matched.ok && matched.value.some(({ name }) => name === possible.host);
    const isNow = certain.some(({ name }) => name === possible.host);
    if (isThen !== isNow) doubts.set(possible.host, `depends on the groups that "${possible.task}" gives to the host`);
  }
  return doubts;
}

import { sourcesOf, ALL_FACTS } from "../../language/facts/catalogue.ts";
import { subsetOf } from "../../language/facts/subsets.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { Gathering } from "../../module/contract.ts";
import type { Target } from "../places/target.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import type { Attempt } from "../task/attempt-outcome.ts";
import { readFacts } from "./gather.ts";

/** The facts that tasks do not change, or only with a restart. */
const LASTING = new Set([
  ...["architecture", "client_address", "cpus", "home", "init", "memory_mib"],
  ...["os", "system", "user", "user_gid", "user_uid"],
]);

/** Reads facts of the host on which a task acts, for the tasks that follow. */
export async function gatherAgain({ target, context }: TaskOnHost, { subset, shows }: Gathering): Promise<Attempt> {
  const sources = [...(subsetOf(subset) ?? sourcesOf([ALL_FACTS]))];
  const { wallClock } = context;
  const found = await target.alone(async () => {
    const access = await target.access();
    return access.ok ? readFacts(access.value.session, sources, { known: undefined, wallClock }) : access;
  });
  if (!found.ok) return { status: "failed", result: {}, changes: [], fault: found.faults[0] };
  const doubt = context.check ? doubtAt(target) : undefined;
  const gathered = doubt === undefined ? found.value : doubted(found.value, doubt);
  const shown = Object.entries(gathered).filter(([name]) => shows(name));
  return { status: "ok", result: { facts: Object.fromEntries(shown) }, changes: [], gathered };
}

/** In check mode: why facts may be different after the changes that are not made. */
function doubtAt({ overlay, afterUnknown }: Target): string | undefined {
  const { latest } = overlay;
  if (latest) return `an earlier task would change the ${latest.kind} ${latest.name}`;
  return afterUnknown || !overlay.isEmpty ? "an earlier task cannot be predicted" : undefined;
}

function doubted(facts: ValueMap, reason: string): ValueMap {
  const entries = Object.entries(facts).map(([name, value]): [string, Value] => [
    name,
    LASTING.has(name) ? value : new Unknown(reason),
  ]);
  return Object.fromEntries(entries);
}

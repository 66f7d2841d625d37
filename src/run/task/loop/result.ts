import { Unknown } from "../../../model/unknown.ts";
import { isMap, type Value } from "../../../model/value.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import { registeredValue, type ItemOutcome } from "../outcome.ts";

/** What `register` keeps of a loop: `results` with one map per item, and what they add up to. */
export function registeredLoop(
  { planned }: TaskOnHost,
  items: readonly Value[],
  outcomes: readonly ItemOutcome[],
): Value {
  const { loopVar, indexVar } = planned.task.loopControl;
  const has = (status: ItemOutcome["status"]) => outcomes.some((outcome) => outcome.status === status);
  const results = outcomes.map((outcome, index): Value => {
    const result = registeredValue(outcome);
    if (result instanceof Unknown || !isMap(result)) return result;
    const item = items[index] ?? null;
    return { ...result, item, [loopVar]: item, ...(indexVar !== undefined && { [indexVar]: index }) };
  });
  return {
    results,
    changed: has("changed"),
    failed: has("failed"),
    skipped: outcomes.every(({ status }) => status === "skipped"),
    ...(has("unreachable") && { unreachable: true }),
  };
}

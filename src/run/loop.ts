import { runFault } from "../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { describe } from "../language/describe.ts";
import { evaluate } from "../language/evaluate.ts";
import { extend, type LayeredScope } from "../language/scope.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, type Value } from "../model/value.ts";
import type { PlannedTask } from "../plan/plan.ts";

/** What a task is repeated for; undefined: it has no loop. */
export function loopItems({ task }: PlannedTask, scope: LayeredScope): Outcome<readonly Value[] | Unknown | undefined> {
  if (!task.loop) return good(undefined);
  const value = evaluate(task.loop, scope);
  if (!value.ok) return value;
  if (value.value instanceof Unknown || isList(value.value)) return good(value.value);
  return bad(runFault("run/not-a-list", { found: describe(value.value) }, { origin: task.loop.origin }));
}

/** The task's scope with one item of its loop. */
export function itemScope({ task }: PlannedTask, scope: LayeredScope, item: Value, index: number): LayeredScope {
  const variables = new Map([
    [task.loopVar, { from: "data", value: item } as const],
    ["loop_index", { from: "data", value: index } as const],
  ]);
  return extend(scope, { name: "loop", variables });
}

import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { extend } from "../../language/scope.ts";
import { Unknown } from "../../model/unknown.ts";
import { isList, type Value } from "../../model/value.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/** The items that a task is repeated for; undefined if it has no loop. */
export function loopItems({ planned, scope }: TaskOnHost): Outcome<readonly Value[] | Unknown | undefined> {
  const { loop } = planned.task;
  if (!loop) return good(undefined);
  const value = evaluate(loop, scope);
  if (!value.ok) return value;
  if (value.value instanceof Unknown || isList(value.value)) return good(value.value);
  return bad(runFault("run/not-a-list", { found: describe(value.value) }, { origin: loop.origin }));
}

/** The task with one item of its loop in its scope. */
export function itemOf(task: TaskOnHost, item: Value, index: number): TaskOnHost {
  const variables = new Map([
    [task.planned.task.loopVar, { from: "data", value: item } as const],
    ["loop_index", { from: "data", value: index } as const],
  ]);
  return { ...task, scope: extend(task.scope, { name: "loop", variables }) };
}

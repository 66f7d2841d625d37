import { runFault } from "../../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { describe } from "../../../language/describe.ts";
import { evaluate } from "../../../language/evaluate.ts";
import { OMIT } from "../../../language/omit.ts";
import { extend, type Variable } from "../../../language/scope.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isList, isMap, type Value } from "../../../model/value.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import { keywordsOf } from "../keywords.ts";

/** The items that a task is repeated for; undefined if it has no loop. A map's items are maps with `key` and `value`. */
export function loopItems({ planned, scope }: TaskOnHost): Outcome<readonly Value[] | Unknown | undefined> {
  const { loop } = planned.task;
  if (!loop) return good(undefined);
  const value = evaluate(loop, scope);
  if (!value.ok) return value;
  if (value.value === OMIT || (isList(value.value) && value.value.includes(OMIT))) {
    const where = value.value === OMIT ? "as a loop" : "as an item of a loop";
    return bad(runFault("run/misplaced-omit", { where }, { origin: loop.origin }));
  }
  if (value.value instanceof Unknown || isList(value.value)) return good(value.value);
  if (isMap(value.value)) return good(Object.entries(value.value).map(([key, value]) => ({ key, value })));
  return bad(runFault("run/not-a-list", { found: describe(value.value) }, { origin: loop.origin }));
}

/** The task with one item of its loop in its scope. */
export function itemOf(task: TaskOnHost, items: readonly Value[], index: number): TaskOnHost {
  const { loopVar, indexVar } = task.planned.task.loopControl;
  const item = items[index] ?? null;
  const variables = new Map<string, Variable>([
    [loopVar, { from: "data", value: item }],
    ["loop_index", { from: "data", value: index }],
    ...(indexVar === undefined ? [] : [[indexVar, { from: "data", value: index }] as const]),
    ["loop_info", { from: "engine", compute: () => good(loopInfo(items, index)) }],
  ]);
  const scope = extend(task.scope, { name: "loop", variables });
  return { ...task, scope, keywords: keywordsOf(task.planned, scope) };
}

/** What Ansible's `ansible_loop` tells. */
function loopInfo(items: readonly Value[], index: number): Value {
  const { length } = items;
  const last = length - 1;
  return {
    index: index + 1,
    index0: index,
    revindex: length - index,
    revindex0: last - index,
    first: index === 0,
    last: index === last,
    length,
    allitems: items,
    ...(index > 0 && { previtem: items[index - 1] ?? null }),
    ...(index < last && { nextitem: items[index + 1] ?? null }),
  };
}

import { runFault } from "../../errors/catalogue/run.ts";
import { asClause } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import { isList, isMap, type Value } from "../../model/value.ts";
import { handlerName } from "../../plan/handlers.ts";
import type { PlannedHandler } from "../../plan/plan.ts";
import { allHold } from "../task/conditions.ts";
import { itemOf, loopItems } from "../task/loop/items.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "../task-on-host.ts";
import type { Left } from "./due.ts";
import { handlersNotifiedBy } from "./notified.ts";

/** The faults of reading what is not there: in another run it may be. */
const MISSING: readonly string[] = ["language/undefined", "language/no-such-field"];

/**
 * Why this run cannot tell whether a handler that an earlier run left is to run: its condition depends on results of that run. A clause;
 * undefined if it can be told. To skip such a handler would lose it.
 */
export function whyUndecided(host: HostInPlay, handler: PlannedHandler): string | undefined {
  const task = taskOnHost(host, handler);
  const items = loopItems(task);
  if (!items.ok) return MISSING.includes(items.faults[0].code) ? asClause(items.faults[0].message) : undefined;
  if (items.value instanceof Unknown) return undefined;
  const tasks = items.value?.map((_, index, all) => itemOf(task, all, index)) ?? [task];
  for (const one of tasks) {
    const why = whyUnjudged(one, handler);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Warns of a handler that stays pending because this run cannot tell whether it is to run. */
export function warnOfUndecided({ run, context }: HostInPlay, { key, by, path }: Left, reason: string): void {
  const name = handlerName(key);
  if (!name) return;
  const { code, message, hint } = runFault("run/handler-undecided", {
    ...name,
    left: by,
    path,
    reason,
  });
  context.emit({ event: "warning", code, message, hint, host: run.host.name });
}

function whyUnjudged(task: TaskOnHost, handler: PlannedHandler): string | undefined {
  const { when } = task.planned;
  const holds = allHold(when, task.scope);
  if (holds.ok && holds.value.is !== "false") return undefined;
  if (!holds.ok && !MISSING.includes(holds.faults[0].code)) return undefined;
  for (const { name } of when.flatMap(({ names }) => names)) {
    const source = foreignSource(name, task, handler);
    if (source !== undefined) return `its condition reads \`${name}\`, ${source}`;
  }
  return holds.ok ? undefined : asClause(holds.faults[0].message);
}

/** Why the value of a variable is not the one that the earlier run had; undefined if it may be. */
function foreignSource(name: string, task: TaskOnHost, handler: PlannedHandler): string | undefined {
  const found = task.scope.lookup(name);
  if (!found) return "which nothing in this run has set";
  if (!found.ok || !task.run.variables.has(name)) return undefined;
  if (isSkipped(found.value)) return "the result of a task that was skipped";
  const isChanged = isMap(found.value) && found.value["changed"] === true;
  if (isChanged || !notifiers(task, handler).some(({ planned }) => planned.task.register === name)) return undefined;
  return "the result of a task that notifies it and has changed nothing this time";
}

function notifiers(host: HostInPlay, handler: PlannedHandler): TaskOnHost[] {
  const tasks = host.play.segments.flatMap((segment) => segment.tasks).map((planned) => taskOnHost(host, planned));
  return tasks.filter((task) => handlersNotifiedBy(task).includes(handler));
}

/** Whether it is the result of a task that was skipped, or of one that was skipped for each item. */
function isSkipped(result: Value): boolean {
  if (!isMap(result)) return false;
  const results = result["results"];
  if (result["skipped"] === true) return true;
  return results !== undefined && isList(results) && results.length > 0 && results.every(isSkipped);
}

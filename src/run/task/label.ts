import { evaluate } from "../../language/evaluate.ts";
import type { Scope } from "../../language/scope-interface.ts";
import { toJson } from "../../model/json.ts";
import { findUnknown, type Value } from "../../model/value.ts";
import { staticLabel } from "../../plan/label.ts";
import type { PlannedTask } from "../../plan/plan.ts";

/** The name of a task in events: evaluated if possible, else as written, else the name of its module. */
export function taskLabel({ task }: PlannedTask, scope: Scope): string {
  const { name } = task;
  if (!name) return task.module;
  try {
    const value = evaluate(name, scope);
    if (value.ok && typeof value.value === "string") return value.value;
  } catch {
    // A task with a name that cannot be evaluated still runs.
  }
  return staticLabel(task);
}

/** A loop's item in one line. Never shortened: a mask recognizes a secret only by its whole value. */
export function itemText(item: Value): string {
  if (typeof item === "string") return item;
  return findUnknown(item) ? "(not known yet)" : toJson(item);
}

import { isBeforeTask } from "../errors/unreachable.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { parseJson } from "../model/parse-json.ts";
import type { TaskOnHost } from "./task-on-host.ts";
import { registeredValue, type ItemOutcome } from "./task/outcome.ts";

/** Words that modules and programs report of any host. They tell nothing, and every later message would lose them. */
const ORDINARY = new Set([
  ...["absent", "directory", "file", "link", "present", "root", "running", "started", "stopped"],
  ...["active", "inactive", "enabled", "disabled", "changed", "failed", "unchanged", "success", "done"],
  ...["true", "false", "null", "none", "None", "True", "False", "localhost"],
]);

/**
 * With `no_log`, every text of what the task returns is a secret from now on, wherever a later task shows it: in the registered result,
 * in its facts and inside JSON that it printed. Numbers and booleans, such as the exit status, are not.
 */
export function hideResult({ context }: TaskOnHost, outcome: ItemOutcome): void {
  if (!outcome.isHidden) return;
  for (const text of textsOf({
    result: shown(outcome),
    facts: outcome.facts ?? {},
    gathered: outcome.gathered ?? {},
  })) {
    if (!ORDINARY.has(text)) context.hide(text);
  }
}

/** The registered result of a loop has its items, too. Those of a task without `register` remain what the project's variables say. */
export function hideItems(
  { planned, context }: TaskOnHost,
  items: readonly Value[],
  outcomes: readonly ItemOutcome[],
): void {
  if (planned.task.register === undefined) return;
  const hidden = items.filter((_, index) => outcomes[index]?.isHidden);
  for (const text of textsOf(hidden)) if (!ORDINARY.has(text)) context.hide(text);
}

/**
 * What `register` keeps. The message about a command's exit status has no value in it, and other tasks' messages are the same. Nor has the
 * one about a user that the task cannot become.
 */
function shown(outcome: ItemOutcome): Value {
  const { fault } = outcome;
  const isPublic = fault && (fault.code === "run/command-failed" || isBeforeTask(fault));
  return isPublic ? outcome.result : registeredValue(outcome);
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value, ...textsInJson(value)];
  if (isList(value)) return value.flatMap(textsOf);
  return isMap(value) ? Object.values(value).flatMap(textsOf) : [];
}

function textsInJson(text: string): readonly string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  const parsed = parseJson(text);
  return parsed.ok ? textsOf(parsed.value) : [];
}

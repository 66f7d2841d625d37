import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { Module } from "../../module/contract.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import { insideOf, type Inside } from "../includes/inside.ts";
import { argumentsOf } from "../task/arguments.ts";
import { allHold } from "../task/conditions.ts";
import { invocationOf, moduleOf, questionOf } from "../task/invocation.ts";
import { itemOf, loopItems } from "../task/loop/items.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "../task-on-host.ts";
import type { Question } from "./prefetch.ts";

/**
 * The questions that tasks will probably ask, as far as they are known now. Ends before the first task that calls a service, or runs
 * the user's own command as a read (`check_mode: false`).
 */
export async function* questionsOfTasks(host: HostInPlay, tasks: readonly PlannedTask[]): AsyncGenerator<Question> {
  for (const planned of tasks) {
    if (host.blocks?.isLikely(planned) === false) continue;
    if (planned.included) {
      const inside = planned.task.loop ? undefined : whatIsIncluded(host, planned);
      if (!inside) return;
      if (inside.is === "tasks") yield* questionsOfTasks(inside.task, inside.tasks);
      continue;
    }
    const module = await moduleOf(planned, host.context);
    if (module.kind === "pure") continue;
    if (module.kind === "service" || planned.task.checkMode === false) return;
    const known = knownItems(host, planned);
    if (!known) continue;
    if (known.items) yield* questionsOfItems(known.task, known.items, 0);
    else yield* questionOfTask(known.task, module);
  }
}

/** What an include runs; undefined if that is not known. */
function whatIsIncluded(host: HostInPlay, planned: PlannedTask): Inside | undefined {
  try {
    const inside = insideOf(taskOnHost(host, planned));
    return inside.is === "nothing" && inside.outcome.status !== "skipped" ? undefined : inside;
  } catch {
    return undefined;
  }
}

/** A task and its items, if it loops; undefined if they are not known, or cannot be computed: then the task reports that itself. */
function knownItems(host: HostInPlay, planned: PlannedTask) {
  try {
    const task = taskOnHost(host, planned);
    const items = loopItems(task);
    return items.ok && !(items.value instanceof Unknown) ? { task, items: items.value } : undefined;
  } catch {
    return undefined;
  }
}

/** The questions that a task will ask for the items of its loop, starting at an index. */
export async function* questionsOfItems(
  task: TaskOnHost,
  items: readonly Value[],
  from: number,
): AsyncGenerator<Question> {
  const module = await moduleOf(task.planned, task.context);
  for (const index of items.keys()) {
    if (index >= from) yield* questionOfTask(itemOf(task, items, index), module);
  }
}

async function* questionOfTask(task: TaskOnHost, module: Module): AsyncGenerator<Question> {
  try {
    const question = await guess(task, module);
    if (question) yield question;
  } catch {
    // If the task runs, it reports the error itself.
  }
}

/** Undefined if the task will be skipped, or depends on values that are not known yet. */
async function guess(task: TaskOnHost, module: Module): Promise<Question | undefined> {
  if (module.kind !== "shell") return undefined;
  const { planned, scope } = task;
  const when = allHold(planned.when, scope);
  if (when.ok && when.value.is === "false") return undefined;
  const args = await argumentsOf(planned.task, module, scope);
  if (!args.ok || args.value instanceof Unknown) return undefined;
  const invocation = invocationOf(task, args.value);
  return invocation.ok ? questionOf(module.probe(invocation.value.args).script, invocation.value) : undefined;
}

import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { Module } from "../../module/contract.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import { insideOf, type Inside } from "../includes/inside.ts";
import { placed } from "../places/placed.ts";
import type { Target } from "../places/target.ts";
import { argumentsOf } from "../task/arguments.ts";
import { allHold } from "../task/conditions.ts";
import { invocationOf, moduleOf, questionOf } from "../task/invocation.ts";
import { itemOf, loopItems } from "../task/loop/items.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "../task-on-host.ts";
import type { Question } from "./prefetch.ts";

/** The questions that a target will probably be asked. */
export type UpcomingAt = (target: Target) => AsyncIterable<Question>;

/**
 * The questions that tasks will probably ask at a target, as far as they are known now. Ends before the first task that calls a service,
 * runs the user's own command as a read (`check_mode: false`), runs elsewhere or waits for other hosts. Returns whether there is none.
 */
export async function* questionsOfTasks(
  host: HostInPlay,
  tasks: readonly PlannedTask[],
  target: Target,
): AsyncGenerator<Question, boolean> {
  for (const planned of tasks) {
    if (host.blocks?.isLikely(planned) === false) continue;
    if (planned.included) {
      const inside = planned.task.loop ? undefined : whatIsIncluded(host, planned);
      if (!inside) return false;
      if (inside.is === "tasks" && !(yield* questionsOfTasks(inside.task, inside.tasks, target))) return false;
      continue;
    }
    const { runOnce, throttle } = planned.placement;
    if (runOnce || throttle) return false;
    const module = await moduleOf(planned, host.context);
    if (module.kind === "pure") continue;
    if (module.kind === "service") return false;
    const known = knownItems(host, planned);
    if (!known) continue;
    const { task, items } = known;
    if (task.keywords.checkMode === false) return false;
    const goesOn = items
      ? yield* questionsOfItems(task, { items, from: 0 }, target)
      : yield* questionOfTask(task, module, target);
    if (!goesOn) return false;
  }
  return true;
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

interface Items {
  readonly items: readonly Value[];
  /** The index of the first one that counts. */
  readonly from: number;
}

/** The questions that a task will ask for the items of its loop. Returns whether all of them run at the target. */
export async function* questionsOfItems(
  task: TaskOnHost,
  { items, from }: Items,
  target: Target,
): AsyncGenerator<Question, boolean> {
  const module = await moduleOf(task.planned, task.context);
  for (let index = from; index < items.length; index++) {
    if (!(yield* questionOfTask(itemOf(task, items, index), module, target))) return false;
  }
  return true;
}

async function* questionOfTask(task: TaskOnHost, module: Module, target: Target): AsyncGenerator<Question, boolean> {
  try {
    const question = await guess(task, module, target);
    if (question === "elsewhere") return false;
    if (question) yield question;
  } catch {
    // If the task runs, it reports the error itself.
  }
  return true;
}

/** Undefined if the task will be skipped, or depends on values that are not known yet. */
async function guess(task: TaskOnHost, module: Module, target: Target): Promise<Question | "elsewhere" | undefined> {
  if (module.kind !== "shell") return undefined;
  const when = allHold(task.planned.when, task.scope);
  if (when.ok && when.value.is === "false") return undefined;
  const place = placed(task);
  if (!place.ok || place.value instanceof Unknown || place.value.task.target !== target) return "elsewhere";
  const there = place.value.task;
  const args = await argumentsOf(there.planned.task, module, there.scope);
  if (!args.ok || args.value instanceof Unknown) return undefined;
  const invocation = invocationOf(there, args.value);
  if (!invocation.ok || invocation.value instanceof Unknown) return undefined;
  return questionOf(module.probe(invocation.value.args).script, invocation.value);
}

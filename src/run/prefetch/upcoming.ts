import type { LayeredScope } from "../../language/scope.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { Module } from "../../module/contract.ts";
import type { PlannedPlay, PlannedTask } from "../../plan/plan.ts";
import { nothing, type Question } from "./prefetch.ts";
import { argumentsOf } from "../arguments.ts";
import { allHold } from "../conditions.ts";
import type { RunContext } from "../context.ts";
import type { HostRun } from "../host-run.ts";
import { itemScope, loopItems } from "../loop.ts";
import { questionOf } from "../steps.ts";
import { moduleOf, workOf } from "../work.ts";

/** Where a host stands in a play. */
export interface Position {
  readonly run: HostRun;
  readonly play: PlannedPlay;
  readonly context: RunContext;
}

/** What tasks will probably ask, as far as it can be told now: up to the first that is not a script, or that is the user's own. */
export async function* questionsOfTasks(position: Position, tasks: readonly PlannedTask[]): AsyncGenerator<Question> {
  for (const planned of tasks) {
    const module = await moduleOf(planned, position.context);
    if (module.kind === "pure") continue;
    if (module.kind === "service" || planned.task.checkMode === false) return;
    const scope = position.context.scopeOf(position.run, position.play, planned);
    const items = loopItems(planned, scope);
    if (!items.ok || items.value instanceof Unknown) continue;
    if (items.value) yield* questionsOfItems(position, planned, scope, items.value, 0);
    else yield* questionIn(position, planned, scope, module);
  }
}

/** What a task will ask for the items of its loop, from one of them on. */
export async function* questionsOfItems(
  position: Position,
  planned: PlannedTask,
  scope: LayeredScope,
  items: readonly Value[],
  from: number,
): AsyncGenerator<Question> {
  const module = await moduleOf(planned, position.context);
  for (const [index, item] of items.entries()) {
    if (index >= from) yield* questionIn(position, planned, itemScope(planned, scope, item, index), module);
  }
}

async function* questionIn(
  position: Position,
  planned: PlannedTask,
  scope: LayeredScope,
  module: Module,
): AsyncGenerator<Question> {
  try {
    const question = await guess(position, planned, scope, module);
    if (question) yield question;
  } catch {
    // What goes wrong with it is said when its turn comes, if it comes.
  }
}

/** Nothing where the task will be skipped, or hangs on what is not known yet. */
async function guess(
  { play, context }: Position,
  planned: PlannedTask,
  scope: LayeredScope,
  module: Module,
): Promise<Question | undefined> {
  if (module.kind !== "shell") return undefined;
  const when = allHold(planned.when, scope);
  if (when.ok && when.value.is === "false") return undefined;
  const args = await argumentsOf(planned.task, module, scope);
  if (!args.ok || args.value instanceof Unknown) return undefined;
  const work = workOf({ play, planned, scope, context, upcoming: nothing }, args.value);
  return work.ok ? questionOf(module.probe(work.value.args).script, work.value) : undefined;
}

import { good, type Outcome } from "../../../errors/fault.ts";
import type { Value } from "../../../model/value.ts";
import { nothingUpcoming } from "../../prefetch/prefetch.ts";
import { questionsOfItems, type UpcomingAt } from "../../prefetch/questions.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import { allHold, type Verdict } from "../conditions.ts";
import { runItem, type ItemRun } from "../item.ts";
import { failedOutcome, withKeywords, withResult, type ItemOutcome } from "../outcome.ts";
import { numberOf } from "../keywords.ts";
import { keepFacts } from "./facts.ts";
import { itemOf } from "./items.ts";
import { labelOf } from "./label.ts";
import { canStretch, runInStretches, type Surroundings } from "./stretches.ts";

/** Runs a task for each item of its loop in order, and reports each outcome. */
export async function runLoop(
  task: TaskOnHost,
  items: readonly Value[],
  surroundings: Surroundings,
): Promise<readonly ItemRun[]> {
  if (await canStretch(task)) return runInStretches(task, items, surroundings);
  const { reporter, upcoming } = surroundings;
  const { loopControl } = task.planned.task;
  const runs: ItemRun[] = [];
  let doubt = task.doubt;
  for (const [index, item] of items.entries()) {
    const one = { ...itemOf(task, items, index), ...(doubt !== undefined && { doubt }) };
    const questions: UpcomingAt = async function* (target) {
      if (yield* questionsOfItems(task, { items, from: index + 1 }, target)) yield* upcoming(target);
    };
    const label = labelOf(one, item);
    const ready = index === 0 || !label.ok ? label : await pause(one);
    // An interrupt that comes as the task starts still lets its first item finish.
    if (index > 0 && task.context.interrupted()) break;
    const run: ItemRun = ready.ok
      ? await runItem(one, { upcoming: loopControl.pause ? nothingUpcoming : questions, progress: reporter.progress })
      : { task: one, outcome: withKeywords(one, failedOutcome(ready.faults[0])), notification: "none" };
    const end = ending(one, run.outcome);
    const outcome = end.ok
      ? run.outcome
      : withKeywords(one, { ...run.outcome, status: "failed", fault: end.faults[0] });
    reporter.outcome(outcome, label.ok ? label.value : "(no label)");
    runs.push({ ...run, outcome });
    keepFacts(one, outcome);
    if (outcome.status === "unreachable" || task.context.interrupted()) break;
    if (end.ok && end.value.is === "true") return runs;
    if (end.ok && end.value.is === "unknown") doubt ??= `runs unless ${breakText(task)}`;
  }
  if (runs.length < items.length) task.run.unfinished.add(task.planned);
  return runs;
}

/** Waits between two items. Check mode makes no changes between which it would have to wait. */
async function pause({ planned, scope, context, target }: TaskOnHost): Promise<Outcome<undefined>> {
  const seconds = numberOf({ key: "pause", tree: planned.task.loopControl.pause, fallback: 0 }, scope);
  if (!seconds.ok) return seconds;
  if (seconds.value === 0 || context.check) return good(undefined);
  await context.clock.sleep(seconds.value);
  target.prefetch.invalidate();
  return good(undefined);
}

/** Whether `break_when` ends the loop after an item. A result that lacks a field because the item failed does not. */
function ending(task: TaskOnHost, outcome: ItemOutcome): Outcome<Verdict> {
  const { breakWhen } = task.planned.task.loopControl;
  const continues = good<Verdict>({ is: "false", text: breakText(task) });
  if (breakWhen.length === 0 || outcome.status === "skipped") return continues;
  const verdict = allHold(breakWhen, withResult(task, outcome));
  return verdict.ok || outcome.status !== "failed" ? verdict : continues;
}

const breakText = ({ planned }: TaskOnHost) => planned.task.loopControl.breakWhen.map(({ text }) => text).join(" && ");

import type { Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import { questionsOfTasks, type UpcomingAt } from "../prefetch/questions.ts";
import { Turn } from "../ahead/turn.ts";
import { hideItems } from "../hide-result.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { markLoopPathsUnknown } from "../unknown-path.ts";
import { unknownAttempt } from "./attempt.ts";
import { conclude, type Conclusion, type Notifying } from "../places/conclusion.ts";
import { allHold } from "./conditions.ts";
import { notificationOfUnknown, runItem, type ItemRun } from "./item.ts";
import { itemOf, loopItems } from "./loop/items.ts";
import { registeredLoop } from "./loop/result.ts";
import { runLoop } from "./loop/run.ts";
import { failedOutcome, registeredValue, withKeywords, type ItemOutcome } from "./outcome.ts";
import { startReporter, type TaskReporter } from "./reporter.ts";

/**
 * Runs a task on a host, with all items of its loop: reports each outcome, registers the result and marks the host if it failed.
 * `next` are the tasks that follow.
 */
export async function runTask(task: TaskOnHost, next: readonly PlannedTask[]): Promise<Conclusion> {
  const reporter = startReporter(task);
  const conclusion = await runItems(task, next, reporter).catch((error: unknown): Conclusion => {
    const outcome = withKeywords(task, failedOutcome(task.context.defect(error)));
    reporter.outcome(outcome);
    return {
      outcomes: [outcome],
      registered: registeredValue(outcome),
      notifications: [{ task, notification: "due" }],
    };
  });
  await conclude(task, conclusion);
  task.run.task = undefined;
  return conclusion;
}

/** Reports a task that failed before it could start. */
export async function failTask(task: TaskOnHost, fault: Fault): Promise<void> {
  const outcome = withKeywords(task, failedOutcome(fault));
  startReporter(task).outcome(outcome);
  task.run.task = undefined;
  await conclude(task, { outcomes: [outcome], registered: registeredValue(outcome), notifications: [] });
}

async function runItems(task: TaskOnHost, next: readonly PlannedTask[], reporter: TaskReporter): Promise<Conclusion> {
  const upcoming: UpcomingAt = (target) => questionsOfTasks(task, next, target);
  const items = loopItems(task);
  if (items.ok && items.value && !(items.value instanceof Unknown)) {
    const runs = await runLoop(task, items.value, { reporter, upcoming });
    if (items.value.length === 0) reporter.outcome(withKeywords(task, NO_ITEMS));
    const outcomes = runs.map(({ outcome }) => outcome);
    hideItems(task, items.value, outcomes);
    const registered = registeredLoop(task, items.value, outcomes);
    return { outcomes, registered, notifications: notificationsOf(task, runs) };
  }
  if (items.ok && !items.value) {
    const turn = task.planned.placement.delegateTo ? undefined : new Turn(task, next);
    const { outcome, notification } = await runItem(task, { upcoming, progress: reporter.progress, turn });
    reporter.outcome(outcome);
    return { outcomes: [outcome], registered: registeredValue(outcome), notifications: [{ task, notification }] };
  }
  const whole = items.ok ? await unknownLoop(task, (items.value as Unknown).reason) : failedOutcome(items.faults[0]);
  const outcome = withKeywords(task, whole);
  reporter.outcome(outcome);
  const notification = notificationOfUnknown(task, outcome);
  return { outcomes: [outcome], registered: registeredValue(outcome), notifications: [{ task, notification }] };
}

/** How often the task runs is not known, unless its condition excludes every item. */
async function unknownLoop(task: TaskOnHost, reason: string): Promise<ItemOutcome> {
  const when = allHold(task.planned.when, itemOf(task, [new Unknown(reason)], 0).scope);
  if (!when.ok || when.value.is !== "false") {
    await markLoopPathsUnknown(task, reason);
    if (task.planned.stage !== "verify") task.target.afterUnknown = true;
  }
  return unknownAttempt(reason);
}

/**
 * One item that changed something is enough: that another failed does not undo it. If names are computed, each item notifies its own
 * handlers.
 */
function notificationsOf(task: TaskOnHost, runs: readonly ItemRun[]): readonly Notifying[] {
  if (task.planned.task.notify.some(({ kind }) => kind !== "literal")) return runs;
  const notifications = runs.map(({ notification }) => notification);
  const notification = (["due", "possible", "withdrawn"] as const).find((one) => notifications.includes(one));
  return [{ task, notification: notification ?? "none" }];
}

/** The one result of a loop without items, so that no task of a run goes unreported. */
const NO_ITEMS: ItemOutcome = { status: "skipped", result: {}, changes: [], reason: "the loop has no items" };

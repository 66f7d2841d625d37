import type { Status } from "../../events/event.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import { questionsOfTasks, type UpcomingAt } from "../prefetch/questions.ts";
import { hideItems } from "../hide-result.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { markIncludedVarsUnknown } from "../includes/read-vars.ts";
import { markLoopPathsUnknown } from "../unknown-path.ts";
import { unknownAttempt } from "./attempt.ts";
import { allHold } from "./conditions.ts";
import { notificationOfUnknown, runItem, type ItemRun } from "./item.ts";
import { taskLabel } from "./label.ts";
import { itemOf, loopItems } from "./loop/items.ts";
import { registeredLoop } from "./loop/result.ts";
import { runLoop } from "./loop/run.ts";
import { failedOutcome, registeredValue, withKeywords, type ItemOutcome } from "./outcome.ts";
import { startReporter, type TaskReporter } from "./reporter.ts";

/**
 * Runs a task on a host, with all items of its loop: reports each outcome, registers the result and marks the host if it failed.
 * `next` are the tasks that follow. Resolves to what the task means for its handlers.
 */
export async function runTask(task: TaskOnHost, next: readonly PlannedTask[]): Promise<readonly Notifying[]> {
  const { run } = task;
  const reporter = startReporter(task);
  try {
    return await runItems(task, next, reporter);
  } catch (error) {
    const outcome = withKeywords(task, failedOutcome(task.context.defect(error)));
    reporter.outcome(outcome);
    await conclude(task, [outcome], registeredValue(outcome));
    return [{ task, notification: "due" }];
  } finally {
    run.task = undefined;
  }
}

/** What a task, or one item of its loop, means for the handlers that it notifies. */
type Notifying = Pick<ItemRun, "task" | "notification"> & Partial<ItemRun>;

async function runItems(
  task: TaskOnHost,
  next: readonly PlannedTask[],
  reporter: TaskReporter,
): Promise<readonly Notifying[]> {
  const upcoming: UpcomingAt = (target) => questionsOfTasks(task, next, target);
  const items = loopItems(task);
  if (items.ok && items.value && !(items.value instanceof Unknown)) {
    const runs = await runLoop(task, items.value, { reporter, upcoming });
    if (items.value.length === 0) reporter.outcome(withKeywords(task, NO_ITEMS));
    const outcomes = runs.map(({ outcome }) => outcome);
    hideItems(task, items.value, outcomes);
    await conclude(task, outcomes, registeredLoop(task, items.value, outcomes));
    return notificationsOf(task, runs);
  }
  if (items.ok && !items.value) {
    const { outcome, notification } = await runItem(task, { upcoming, progress: reporter.progress });
    reporter.outcome(outcome);
    await conclude(task, [outcome], registeredValue(outcome));
    return [{ task, notification, outcome }];
  }
  const whole = items.ok ? await unknownLoop(task, (items.value as Unknown).reason) : failedOutcome(items.faults[0]);
  const outcome = withKeywords(task, whole);
  reporter.outcome(outcome);
  await conclude(task, [outcome], {});
  return [{ task, notification: notificationOfUnknown(task, outcome) }];
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

async function conclude(task: TaskOnHost, outcomes: readonly ItemOutcome[], registered: Value): Promise<void> {
  const { run, planned, context, blocks } = task;
  const { register, module } = planned.task;
  const has = (status: ItemOutcome["status"]) =>
    outcomes.some((outcome) => outcome.status === status && !outcome.isIgnored);
  if (register !== undefined) run.variables.set(register, { from: "data", value: registered });
  for (const { facts = {}, delegate } of outcomes) {
    const owner = planned.placement.delegateFacts ? (delegate ?? run) : run;
    for (const [name, value] of Object.entries(facts)) owner.variables.set(name, { from: "data", value });
  }
  for (const [name, variable] of outcomes.flatMap(({ included }) => [...(included ?? [])])) {
    run.includedVars.set(name, variable);
  }
  const unknown = outcomes.find(({ status }) => status === "unknown");
  if (unknown) markIncludedVarsUnknown(task, unknown.reason ?? "it was not run");
  for (const name of unknown && module === "set_fact" ? planned.task.args.entries.keys() : []) {
    run.variables.set(name, { from: "data", value: new Unknown(unknown?.reason ?? "it was not run") });
  }
  for (const { status, isIgnored, delegate } of outcomes) {
    if (status === "unreachable" && isIgnored) await (delegate ?? run).target.disconnect();
  }
  if (has("unreachable")) run.state = "unreachable";
  else if (has("failed")) blocks?.fail(planned, { name: nameOf(task), module, result: registered });
  else if (context.check && (has("changed") || has("unknown"))) blocks?.doubt(planned, nameOf(task));
  if (!outcomes.every(({ status }) => ENDED.includes(status))) run.unfinished.add(planned);
}

const nameOf = ({ planned, scope }: TaskOnHost): string => taskLabel(planned, scope);

/** The one result of a loop without items, so that no task of a run goes unreported. */
const NO_ITEMS: ItemOutcome = { status: "skipped", result: {}, changes: [], reason: "the loop has no items" };

const ENDED: readonly Status[] = ["ok", "changed", "skipped", "failed", "unknown"];

import { runFault } from "../../errors/catalogue/run.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import { notify } from "../handlers/notify.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "../task-on-host.ts";
import { adopt, isFailure, type Conclusion } from "./conclusion.ts";
import { taskLabel } from "../task/label.ts";
import { numberOf } from "../task/keywords.ts";
import type { ItemOutcome } from "../task/outcome.ts";
import { failTask, runTask } from "../task/task.ts";
import type { HostRun } from "../host-run.ts";

/**
 * Runs a task on a host when as few others run it as `throttle` says; with `run_once`, on one host for all. Resolves to what came of it for
 * the host, no matter which one ran it; empty if nothing ran.
 */
export async function runPlaced(
  host: HostInPlay,
  planned: PlannedTask,
  next: readonly PlannedTask[],
): Promise<readonly ItemOutcome[]> {
  const { runOnce, throttle } = planned.placement;
  if (runOnce) return (await runForAll(host, planned, next))?.outcomes ?? [];
  if (throttle) return (await runThrottled(taskOnHost(host, planned), next))?.outcomes ?? [];
  return (await runAlone(taskOnHost(host, planned), next)).outcomes;
}

async function runAlone(task: TaskOnHost, next: readonly PlannedTask[]): Promise<Conclusion> {
  const conclusion = await runTask(task, next);
  await endAhead(task, conclusion);
  for (const one of conclusion.notifications) await notify(one.task, one.notification);
  return conclusion;
}

/** What was sent for later tasks does not count after a failure. */
async function endAhead({ run }: TaskOnHost, conclusion: Conclusion): Promise<void> {
  const { ahead, target } = run;
  const isLost = conclusion.outcomes.some(({ status }) => status === "unreachable" || status === "interrupted");
  if (isLost) ahead.drop();
  else if (isFailure(conclusion)) await target.unlessStopped(ahead.end(), () => ahead.drop());
}

async function runThrottled(task: TaskOnHost, next: readonly PlannedTask[]): Promise<Conclusion | undefined> {
  const { planned, scope, meeting, run } = task;
  const { throttle: tree } = planned.placement;
  const most = numberOf({ key: "throttle", tree, fallback: Infinity, least: 1, isWhole: true }, scope);
  if (!most.ok) {
    await failTask(task, most.faults[0]);
    return undefined;
  }
  return meeting.throttled(planned, most.value, async () => {
    run.target.prefetch.invalidate();
    return goesOn(task) ? runAlone(taskOnHost(task, planned), next) : undefined;
  });
}

/** The first of the hosts that come to the task runs it. Only that one reports it, and only its handlers are notified. */
async function runForAll(
  host: HostInPlay,
  planned: PlannedTask,
  next: readonly PlannedTask[],
): Promise<Conclusion | undefined> {
  const { meeting, run, position } = host;
  const { others, value } = await meeting.once(run, { planned, position }, async () => {
    // The hosts have waited for each other, and what they did meanwhile may matter.
    run.target.prefetch.invalidate();
    return goesOn(host) ? runAlone(taskOnHost(host, planned), next) : undefined;
  });
  if (!value) return undefined;
  const task = taskOnHost(host, planned);
  if (others) warnOfOthers(task, value, others);
  else {
    run.target.prefetch.invalidate();
    adopt(task, value);
  }
  return value;
}

/** Whether a host that has waited still runs the task: meanwhile the run may have been interrupted, or the play ended. */
function goesOn({ run, context }: HostInPlay): boolean {
  return run.isActive() && !context.interrupted();
}

/** Says which hosts end with a task that none of them has reported. */
function warnOfOthers(task: TaskOnHost, conclusion: Conclusion, others: readonly HostRun[]): void {
  const { planned, blocks, run, context, scope } = task;
  if (others.length === 0 || !isFailure(conclusion) || blocks?.isRescued(planned)) return;
  const hosts = others.map(({ host }) => host.name);
  const parameters = { task: taskLabel(planned, scope), host: run.host.name, others: hosts };
  const { code, message, hint } = runFault("run/once-failed", parameters);
  context.emit({ event: "warning", code, message, hint, origin: planned.task.origin });
}

import type { PlannedTask } from "../plan/plan.ts";
import type { Position } from "../plan/start/walk.ts";
import { Blocks } from "./blocks.ts";
import { doMeta, doubtAfter, metaAction, roleEnd } from "./meta.ts";
import { runInclude } from "./includes/run-include.ts";
import type { HostRun } from "./host-run.ts";
import { noteFailure, isBefore } from "./start.ts";
import { taskLabel } from "./task/label.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "./task-on-host.ts";
import { runPlaced } from "./places/for-all.ts";

/**
 * Runs tasks on a host one after the other until one fails that no block rescues, and collects the handlers that they notify. Then
 * only what blocks run always still runs.
 */
export async function runTasks(host: HostInPlay, tasks: readonly PlannedTask[]): Promise<void> {
  const { run } = host;
  // While this host waited for the others, their tasks may have affected it.
  run.target.prefetch.invalidate();
  const blocks = new Blocks(tasks);
  await runList({ ...host, blocks }, tasks).finally(() => run.ahead.drop());
  if (blocks.failure && !run.isLost()) run.state = "failed";
}

/** Resolves to whether it came to the end of the list, which an interrupt or the end of the play may prevent. */
async function runList(
  host: HostInPlay & { readonly blocks: Blocks },
  tasks: readonly PlannedTask[],
  isDone: (planned: PlannedTask) => boolean = () => false,
): Promise<boolean> {
  const { run, context, blocks } = host;
  let { doubt } = host;
  let isNoted = false;
  let isWhole = true;
  for (const [index, planned] of tasks.entries()) {
    const isOver = context.interrupted() || !run.isActive();
    if (isOver && !(await hasBegunNext(run))) return false;
    const position = [...host.position, index];
    const isEarly = host.from !== undefined && isBefore(position, host.from);
    const hasRun = isEarly || isDone(planned) || planned.unlessRan?.some((use) => run.rolesRun.has(use));
    const due = hasRun ? undefined : blocks.due(planned);
    const end = roleEnd(run, planned);
    const isLeftOut = !due || end.isEnded;
    // Others may be waiting at a task that this host leaves out, but must not take one that it is coming to for left out.
    if (isLeftOut || planned.included || !planned.placement.runOnce) host.meeting.reach(run, position);
    if (isLeftOut) continue;
    if (!(await isInStep(host, planned, position))) return false;
    const at = { ...host, ...(doubt !== undefined && { doubt }), ...end.doubts, ...due, position };
    const task = taskOnHost(at, planned);
    if (!(await isConfirmed(task))) continue;
    const wasUnfinished = run.unfinished.has(planned);
    if (planned.included) {
      await runInclude(task, runIncluded);
    } else {
      const outcomes = await runPlaced(at, planned, tasks.slice(index + 1));
      if (outcomes.length === 0 && (context.interrupted() || !run.isActive())) run.unfinished.add(planned);
      for (const outcome of outcomes) {
        await doMeta(at, planned, metaAction(task, outcome));
        doubt ??= doubtAfter(task, outcome);
      }
    }
    if (!wasUnfinished && run.unfinished.has(planned)) isWhole = false;
    if (!isNoted && (blocks.failure || run.isLost())) {
      isNoted = true;
      if (planned.stage !== "handler") noteFailure(run, position);
    }
  }
  return isWhole;
}

/** Whether the host has begun a task that was sent before its turn. A host that is given up does not say so any more. */
function hasBegunNext({ target, ahead }: HostRun): Promise<boolean> {
  return ahead.isEmpty ? Promise.resolve(false) : target.unlessStopped(ahead.hasBegun(), () => true);
}

/** With the strategy `linear`, waits for the other hosts. Resolves to whether the host still runs the task then. */
async function isInStep(host: HostInPlay, planned: PlannedTask, position: Position): Promise<boolean> {
  const { run, play, meeting, context, inBatch } = host;
  if (play.play.strategy !== "linear" || planned.task.include?.isStatic) return true;
  if (!planned.placement.runOnce) await meeting.together(run, { planned, position });
  // What other hosts did meanwhile may matter.
  run.target.prefetch.invalidate();
  // A block comes to its end, because it may have to clean up.
  const isStopped = inBatch?.isFatal() === true && planned.task.blocks.length === 0;
  return run.isActive() && !context.interrupted() && !isStopped;
}

/** Whether the user wants a task to run. An import is not asked about, but its tasks are. A handler that does not run stays pending. */
async function isConfirmed({ context, meeting, run, planned, position, scope }: TaskOnHost): Promise<boolean> {
  const { confirm } = context;
  if (!confirm || planned.task.include?.isStatic) return true;
  const isWanted = await meeting.asked({ planned, position }, () => confirm(taskLabel(planned, scope)));
  if (!isWanted) run.unfinished.add(planned);
  return isWanted && run.isActive() && !context.interrupted();
}

/** Runs the tasks of an include; resolves to whether it came to their end. If one fails and nothing there rescues it, the include fails. */
async function runIncluded(
  include: TaskOnHost,
  tasks: readonly PlannedTask[],
  isDone: (planned: PlannedTask) => boolean,
): Promise<boolean> {
  const { blocks: outer, planned } = include;
  const blocks = new Blocks(tasks, outer && { blocks: outer, include: planned });
  const isWhole = await runList({ ...include, blocks }, tasks, isDone);
  if (blocks.failure) outer?.fail(planned, blocks.failure);
  return isWhole;
}

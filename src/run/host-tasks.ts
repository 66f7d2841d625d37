import type { PlannedTask } from "../plan/plan.ts";
import { Blocks } from "./blocks.ts";
import { notify } from "./handlers/notify.ts";
import { doMeta, doubtAfter, metaAction, roleEnd } from "./meta.ts";
import { runInclude } from "./includes/run-include.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "./task-on-host.ts";
import { runTask } from "./task/task.ts";

/**
 * Runs tasks on a host one after the other until one fails that no block rescues, and collects the handlers that they notify. Then
 * only what blocks run always still runs.
 */
export async function runTasks(host: HostInPlay, tasks: readonly PlannedTask[]): Promise<void> {
  const { run } = host;
  // While this host waited for the others, their tasks may have affected it.
  run.target.prefetch.invalidate();
  const blocks = new Blocks(tasks);
  await runList({ ...host, blocks }, tasks);
  if (blocks.failure && (run.isActive() || run.state === "ended")) run.state = "failed";
}

async function runList(host: HostInPlay & { readonly blocks: Blocks }, tasks: readonly PlannedTask[]): Promise<void> {
  const { run, context, blocks } = host;
  let { doubt } = host;
  for (const [index, planned] of tasks.entries()) {
    if (context.interrupted() || !run.isActive()) return;
    if (planned.unlessRan?.some((use) => run.rolesRun.has(use))) continue;
    const due = blocks.due(planned);
    const end = roleEnd(run, planned);
    if (!due || end.isEnded) continue;
    const doubts = { ...(doubt !== undefined && { doubt }), ...end.doubts, ...due };
    const task = taskOnHost({ ...host, ...doubts }, planned);
    if (planned.included) {
      await runInclude(task, runIncluded);
      continue;
    }
    for (const one of await runTask(task, tasks.slice(index + 1))) {
      await notify(one.task, one.notification);
      await doMeta(host, planned, metaAction(task, one.outcome));
      doubt ??= doubtAfter(task, one.outcome);
    }
  }
}

/** Runs the tasks of an include. If one fails and nothing there rescues it, the include fails. */
async function runIncluded(include: TaskOnHost, tasks: readonly PlannedTask[]): Promise<void> {
  const { blocks: outer, planned } = include;
  const blocks = new Blocks(tasks, outer && { blocks: outer, include: planned });
  await runList({ ...include, blocks }, tasks);
  if (blocks.failure) outer?.fail(planned, blocks.failure);
}

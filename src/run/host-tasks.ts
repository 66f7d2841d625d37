import type { PlannedTask } from "../plan/plan.ts";
import { Blocks } from "./blocks.ts";
import { notify } from "./handlers/notify.ts";
import { taskOnHost, type HostInPlay } from "./task-on-host.ts";
import { runTask } from "./task/task.ts";

/**
 * Runs tasks on a host one after the other until one fails that no block rescues, and collects the handlers that they notify. Then
 * only what blocks run always still runs.
 */
export async function runTasks(host: HostInPlay, tasks: readonly PlannedTask[]): Promise<void> {
  const { run, context } = host;
  // While this host waited for the others, their tasks may have affected it.
  run.target.prefetch.invalidate();
  const blocks = new Blocks(tasks);
  for (const [index, planned] of tasks.entries()) {
    if (context.interrupted() || !run.isActive()) return;
    if (planned.unlessRan?.some((use) => run.rolesRun.has(use))) continue;
    const due = blocks.due(planned);
    if (!due) continue;
    const task = taskOnHost({ ...host, ...due, blocks }, planned);
    await notify(task, await runTask(task, tasks.slice(index + 1)));
  }
  if (blocks.hasFailed && run.isActive()) run.state = "failed";
}

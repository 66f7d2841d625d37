import type { PlannedTask } from "../plan/plan.ts";
import { notify } from "./handlers/notify.ts";
import { taskOnHost, type HostInPlay } from "./task-on-host.ts";
import { runTask } from "./task/task.ts";

/** Runs tasks on a host one after the other until one fails, and collects the handlers that they notify. */
export async function runTasks(host: HostInPlay, tasks: readonly PlannedTask[]): Promise<void> {
  const { run, context } = host;
  // While this host waited for the others, their tasks may have affected it.
  run.prefetch.invalidate();
  for (const [index, planned] of tasks.entries()) {
    if (context.interrupted() || !run.isActive()) return;
    if (planned.unlessRan?.some((use) => run.rolesRun.has(use))) continue;
    const task = taskOnHost(host, planned);
    await notify(task, await runTask(task, tasks.slice(index + 1)));
  }
}

import type { PlannedTask } from "../plan/plan.ts";
import { handlerKeysOf } from "./handlers/naming.ts";
import { forgetHandler } from "./handlers/pending.ts";
import { taskOnHost, type HostInPlay } from "./task-on-host.ts";
import { runTask } from "./task/task.ts";

/** Runs tasks on a host one after the other until one fails, and collects the handlers that they notify. */
export async function runTasks(host: HostInPlay, tasks: readonly PlannedTask[]): Promise<void> {
  const { run, notified, context } = host;
  // While this host waited for the others, their tasks may have affected it.
  run.prefetch.invalidate();
  for (const [index, planned] of tasks.entries()) {
    if (context.interrupted() || !run.isActive()) return;
    if (planned.unlessRan?.some((use) => run.rolesRun.has(use))) continue;
    const task = taskOnHost(host, planned);
    const changed = await runTask(task, tasks.slice(index + 1));
    const keys = handlerKeysOf(task);
    if (changed) for (const key of keys) notified.add(key);
    else if (run.isActive() && mayReportNoChange(planned)) {
      for (const key of keys) if (!notified.has(key)) await forgetHandler(run, key);
    }
  }
}

/** The target remembers handlers before a change is made. With these keywords, the task may report no change afterwards. */
function mayReportNoChange({ task }: PlannedTask): boolean {
  return task.changedWhen !== undefined || task.ignoreErrors;
}

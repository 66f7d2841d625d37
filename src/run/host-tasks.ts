import type { PlannedTask } from "../plan/plan.ts";
import { handlerKeysOf } from "./handlers/naming.ts";
import { forgetHandler } from "./handlers/pending.ts";
import { taskOnHost, type HostInPlay } from "./task-on-host.ts";
import { runTask } from "./task/task.ts";

/** Runs tasks one after the other on a host, until one fails, and collects the handlers that they notify. */
export async function runTasks(host: HostInPlay, tasks: readonly PlannedTask[]): Promise<void> {
  const { run, notified, context } = host;
  // While this host waited for the others, their tasks may have affected it.
  run.prefetch.invalidate();
  for (const [index, planned] of tasks.entries()) {
    if (context.interrupted() || !run.isActive()) return;
    const task = taskOnHost(host, planned);
    const changed = await runTask(task, tasks.slice(index + 1));
    const keys = handlerKeysOf(task);
    if (changed) for (const key of keys) notified.add(key);
    else if (run.isActive() && mayDenyChange(planned)) {
      for (const key of keys) if (!notified.has(key)) await forgetHandler(run, key);
    }
  }
}

/** Handlers are remembered on the target before the change; afterwards these keys may say that there was none. */
function mayDenyChange({ task }: PlannedTask): boolean {
  return task.changedWhen !== undefined || task.ignoreErrors;
}

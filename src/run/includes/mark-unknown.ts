import { withIncluded } from "../../load/includes/included.ts";
import { Unknown } from "../../model/unknown.ts";
import { namesSetBy } from "../../plan/before-run.ts";
import { taskOnHost, type TaskOnHost } from "../task-on-host.ts";
import { markLoopPathsUnknown, markPathUnknown } from "../unknown-path.ts";

/** In check mode: what the tasks that an include may run would set or write is not known. */
export async function markUnknown(task: TaskOnHost, reason: string): Promise<void> {
  const { run, target, planned, context } = task;
  if (!context.check) return;
  if (planned.stage !== "verify") target.afterUnknown = true;
  const tasks = withIncluded([planned.task]).slice(1);
  for (const name of namesSetBy(tasks)) run.variables.set(name, { from: "data", value: new Unknown(reason) });
  for (const one of tasks) {
    if (one.include) continue;
    const inner = taskOnHost(task, { ...planned, task: one });
    await (one.loop ? markLoopPathsUnknown(inner, reason) : markPathUnknown(inner, reason));
  }
}

import { forgetHandler, loadPendingHandlers } from "./pending.ts";
import { handlersNotifiedBy } from "./notified.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/**
 * What a task means for its handlers. `due`: it changed something. `withdrawn`: it was about to, so the host remembers its handlers,
 * but it changed nothing. `none`: it did not try to.
 */
export type Notification = "due" | "withdrawn" | "none";

/** Marks the handlers of a task as due, or lets the host forget them. */
export async function notify(task: TaskOnHost, notification: Notification): Promise<void> {
  const { run, notified, context } = task;
  if (notification === "none") return;
  const handlers = handlersNotifiedBy(task);
  // A task that failed or was interrupted may have changed something, and the next run may find nothing left to change.
  if (notification === "due" || !run.isActive() || context.interrupted()) {
    for (const { key } of handlers) notified.set(key, {});
    return;
  }
  // What an earlier run left stays due.
  await loadPendingHandlers(task);
  for (const { key } of handlers) if (!notified.has(key)) await forgetHandler(run, key);
}

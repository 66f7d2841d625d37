import { forgetHandler, loadPendingHandlers } from "./pending.ts";
import { handlersNotifiedBy } from "./notified.ts";
import { taskLabel } from "../task/label.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/**
 * What a task means for its handlers. `due`: it changed something. `withdrawn`: it was about to, so the host remembers its handlers,
 * but it changed nothing. `possible`: check mode cannot predict whether it changes something. `none`: it did not try to.
 */
export type Notification = "due" | "possible" | "withdrawn" | "none";

/** Marks the handlers of a task as due, or lets the host forget them. */
export async function notify(task: TaskOnHost, notification: Notification): Promise<void> {
  const { run, planned, notified, context, blocks, causes = [] } = task;
  if (notification === "none") return;
  const handlers = handlersNotifiedBy(task);
  if (notification === "possible") {
    const due = { possiblyBy: taskLabel(planned, task.scope), after: causes };
    // What led to this handler need not be predicted again.
    const others = handlers.filter((handler) => !notified.has(handler.key) && !causes.includes(handler));
    for (const { key } of others) notified.set(key, due);
    return;
  }
  // A task that failed or was interrupted may have changed something, and the next run may find nothing left to change.
  const isCut = (blocks?.failed(planned) ?? false) || run.isLost() || context.interrupted();
  if (notification === "due" || isCut) {
    for (const { key } of handlers) notified.set(key, { after: causes });
    return;
  }
  // What an earlier run left stays due.
  await loadPendingHandlers(task);
  for (const handler of handlers) if (!notified.has(handler.key)) await forgetHandler(task, handler);
}

import type { PlannedTask } from "../../plan/plan.ts";
import { runTasks } from "../host-tasks.ts";
import type { HostInPlay } from "../task-on-host.ts";
import { notifiedHandlers, type DueHandler } from "./naming.ts";
import { forgetHandler, loadPendingHandlers } from "./pending.ts";

/** Runs the notified handlers, each once, in order of definition. A handler may notify later ones. */
export async function flushHandlers(host: HostInPlay): Promise<void> {
  const { run, notified, context } = host;
  await loadPendingHandlers(host);
  const done = new Set<PlannedTask>();
  for (let due = nextHandler(host, notified, done); due; due = nextHandler(host, notified, done)) {
    if (context.interrupted() || !run.isActive()) return;
    done.add(due.handler);
    await runTasks(host, [due.handler]);
    if (!run.isActive()) return;
    for (const key of due.keys) {
      if (nextHandler(host, [key], done)) continue;
      notified.delete(key);
      await forgetHandler(run, key);
    }
  }
}

function nextHandler(
  { play }: HostInPlay,
  keys: Iterable<string>,
  done: ReadonlySet<PlannedTask>,
): DueHandler | undefined {
  return notifiedHandlers(play, keys).find(({ handler }) => !done.has(handler));
}

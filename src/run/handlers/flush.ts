import type { Role } from "../../load/project.ts";
import { SECTIONS, type PlannedHandler } from "../../plan/plan.ts";
import { runTasks } from "../host-tasks.ts";
import type { HostInPlay } from "../task-on-host.ts";
import { loadPendingHandlers, settleHandler } from "./pending.ts";

/** Which handlers run: before the verification of a role, those that it defines; at the end of a section, or of the whole play, all. */
export type Flush = { readonly role: Role | undefined } | { readonly isLast: boolean };

/**
 * Runs the notified handlers, each once, in order of definition. A handler may notify others. One that fails stays pending and does not
 * keep the others from running; then the host has failed.
 */
export async function flushHandlers(host: HostInPlay, flush: Flush): Promise<void> {
  const { run, play, notified, context } = host;
  await loadPendingHandlers(host);
  const done = new Set<PlannedHandler>();
  const next = () => play.handlers.find((handler) => !done.has(handler) && isDue(host, handler, flush));
  let failed = false;
  for (let handler = next(); handler && run.isActive() && !context.interrupted(); handler = next()) {
    done.add(handler);
    const left = notified.get(handler.key)?.left;
    await runTasks(left ? { ...host, leftFrom: left.by } : host, [handler]);
    if (run.state === "failed") {
      failed = true;
      run.state = "active";
    } else if (run.isActive()) await settleHandler(host, handler);
  }
  if (failed && run.isActive()) run.state = "failed";
}

function isDue({ notified, section }: HostInPlay, { key, role }: PlannedHandler, flush: Flush): boolean {
  const due = notified.get(key);
  if (!due) return false;
  if ("role" in flush) return role !== undefined && role.role === flush.role;
  // An earlier run left it for the end of that section. Before, what it needs may not have been done yet.
  return flush.isLast || !due.left || SECTIONS.indexOf(due.left.section) <= SECTIONS.indexOf(section);
}

import type { Role } from "../../load/project.ts";
import { SECTIONS, type PlannedHandler, type PlannedPlay } from "../../plan/plan.ts";
import { runTasks } from "../host-tasks.ts";
import type { HostInPlay } from "../task-on-host.ts";
import type { Due } from "./due.ts";
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
    await runTasks({ ...host, ...circumstances(notified.get(handler.key)) }, [handler]);
    if (run.state === "failed") {
      failed = true;
      run.state = "active";
    } else if (run.isActive() && !run.unfinished.has(handler)) await settleHandler(host, handler);
  }
  if (failed && run.isActive()) run.state = "failed";
}

function circumstances({ left, possiblyBy }: Due = {}): Pick<HostInPlay, "leftFrom" | "doubt"> {
  if (possiblyBy !== undefined) return { doubt: `runs if \`${possiblyBy}\` changes something` };
  return left ? { leftFrom: left.by } : {};
}

function isDue({ notified, section, play }: HostInPlay, { key, role }: PlannedHandler, flush: Flush): boolean {
  const due = notified.get(key);
  if (!due || (due.left && role && !isPlanned(role.role, play))) return false;
  if ("role" in flush) return role !== undefined && role.role === flush.role;
  // An earlier run left it for the end of that section. Before, what it needs may not have been done yet.
  return flush.isLast || !due.left || SECTIONS.indexOf(due.left.section) <= SECTIONS.indexOf(section);
}

/** Whether tags select anything of a role. If not, the variables that its tasks register for its handlers are missing. */
function isPlanned(role: Role, { segments }: PlannedPlay): boolean {
  return segments.some((segment) => segment.role?.role === role);
}

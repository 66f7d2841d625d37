import type { Role } from "../../load/project.ts";
import { SECTIONS, type PlannedHandler, type PlannedPlay } from "../../plan/plan.ts";
import { runTasks } from "../host-tasks.ts";
import type { HostInPlay } from "../task-on-host.ts";
import { isEndless, warnOfCircle } from "./circle.ts";
import type { Due } from "./due.ts";
import { loadPendingHandlers, settleHandler } from "./pending.ts";
import { warnOfUndecided, whyUndecided } from "./undecided.ts";

/** Which handlers run: before the verification of a role, those that it defines; at the end of a section, or of the whole play, all. */
export type Flush = { readonly role: Role | undefined } | { readonly isLast: boolean };

/** What a flush has done on a host. */
interface Progress {
  /** Those that failed or did not end: this flush does not try them again. */
  readonly ended: Set<PlannedHandler>;
  /** Those that have run because of their own notification. */
  readonly repeated: Set<PlannedHandler>;
  failed: boolean;
  /** Counts from 0. */
  round: number;
}

/**
 * Runs the notified handlers in order of definition. A handler may notify others: those that are defined later run next, the others in
 * another round. One that fails stays pending and does not keep the others from running; then the host has failed.
 */
export async function flushHandlers(host: HostInPlay, flush: Flush): Promise<void> {
  const { run } = host;
  await loadPendingHandlers(host);
  const progress: Progress = {
    ended: new Set(),
    repeated: new Set(),
    failed: false,
    round: 0,
  };
  while (await runRound(host, flush, progress)) progress.round += 1;
  if ("isLast" in flush && flush.isLast) keepUndecided(host);
  if (progress.failed && run.isActive()) run.state = "failed";
}

/** Runs each handler that is due, once; resolves to whether there was one. */
async function runRound(host: HostInPlay, flush: Flush, progress: Progress): Promise<boolean> {
  const { run, play, notified, context } = host;
  let any = false;
  for (const [index, handler] of play.handlers.entries()) {
    const position = [...host.position, progress.round, index];
    host.meeting.reach(run, position);
    const due = notified.get(handler.key);
    if (!due || progress.ended.has(handler) || !isDue(host, handler, { due, flush })) continue;
    if (!run.isActive() || context.interrupted()) return false;
    if (due.left && whyUndecided(host, handler) !== undefined) continue;
    if (isEndless(handler, due, progress.repeated)) {
      warnOfCircle(host, handler, due);
      notified.set(handler.key, { ...due, isStopped: true });
    } else {
      any = true;
      await runHandler({ ...host, position }, handler, { due, progress });
    }
  }
  return any;
}

async function runHandler(
  host: HostInPlay,
  handler: PlannedHandler,
  { due, progress }: { readonly due: Due; readonly progress: Progress },
): Promise<void> {
  const { run, notified } = host;
  await runTasks({ ...host, ...circumstances(due), causes: [...(due.after ?? []), handler] }, [handler]);
  // Another host may have ended the play meanwhile.
  if (!run.isLost() && !run.unfinished.has(handler)) {
    // It may have notified itself.
    if (notified.get(handler.key) === due) await settleHandler(host, handler);
    return;
  }
  progress.ended.add(handler);
  if (run.state !== "failed") return;
  progress.failed = true;
  run.state = "active";
}

/** Keeps what an earlier run left if nothing in this run has told whether it is to run. */
function keepUndecided(host: HostInPlay): void {
  const { run, play, notified, context } = host;
  if (!run.isActive() || context.interrupted()) return;
  for (const handler of play.handlers) {
    const due = notified.get(handler.key);
    if (!due?.left || !isDue(host, handler, { due, flush: { isLast: true } })) continue;
    const reason = whyUndecided(host, handler);
    if (reason === undefined) continue;
    warnOfUndecided(host, due.left, reason);
    notified.set(handler.key, { ...due, isUndecided: true });
  }
}

function circumstances({ left, possiblyBy }: Due): Pick<HostInPlay, "leftFrom" | "doubt"> {
  if (possiblyBy !== undefined) return { doubt: `runs if \`${possiblyBy}\` changes something` };
  return left ? { leftFrom: left.by } : {};
}

function isDue(
  { section, play }: HostInPlay,
  { role }: PlannedHandler,
  { due, flush }: { readonly due: Due; readonly flush: Flush },
): boolean {
  if (due.isStopped || (due.left && role && !isPlanned(role.role, play))) return false;
  if ("role" in flush) return role !== undefined && role.role === flush.role;
  // An earlier run left it for the end of that section. Before, what it needs may not have been done yet.
  return flush.isLast || !due.left || SECTIONS.indexOf(due.left.section) <= SECTIONS.indexOf(section);
}

/** Whether tags select anything of a role. If not, the variables that its tasks register for its handlers are missing. */
function isPlanned(role: Role, { segments }: PlannedPlay): boolean {
  return segments.some((segment) => segment.role?.role === role);
}

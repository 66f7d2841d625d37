import { isUnreachable } from "../../errors/unreachable.ts";
import { handlerName, keyInProject, keyOnHosts, type HandlerName } from "../../plan/handlers.ts";
import { SECTIONS, type PlannedHandler, type PlannedPlay, type Section } from "../../plan/plan.ts";
import { Unknown } from "../../model/unknown.ts";
import type { RunAs } from "../../model/host.ts";
import type { PendingHandler } from "../../shell/pending-handlers.ts";
import type { RunContext } from "../context.ts";
import { markUnreachable, type HostRun } from "../host-run.ts";
import { taskOnHost, type HostInPlay } from "../task-on-host.ts";
import { runAsOf } from "../task/privilege.ts";
import { isOfFirstLayout, meansHandler } from "./first-layout.ts";

/** Reads the handlers that earlier runs left pending on the host, once for each user that this play's handlers run as. */
export async function readPendingHandlers(host: HostInPlay): Promise<void> {
  const { run, context } = host;
  for (const runAs of run.isActive() ? handlerUsers(host) : []) {
    const access = await run.target.access();
    const handlers = access.ok ? await access.value.session.pending(runAs) : access;
    if (handlers.ok) continue;
    const [fault] = handlers.faults;
    // Sudo failures are reported by the task that needs them: an earlier task may create the user.
    const isFinal = isUnreachable(fault) || (context.check && fault.code === "shell/damaged-state");
    if (!isFinal) continue;
    markUnreachable(run, fault, context.emit);
    return;
  }
  await loadPendingHandlers(host);
}

/** Adds the pending handlers of this play to the notified ones. Those of a user are known once that user's shell is open. */
export async function loadPendingHandlers({ run, play, notified, context }: HostInPlay): Promise<void> {
  const access = await run.target.access();
  for (const pending of access.ok ? access.value.session.knownPending() : []) {
    const left = {
      by: leftBy(pending),
      section: sectionOf(pending),
      key: pending.key,
      path: pending.path,
    };
    for (const { key } of handlersOf(play, pending, context)) {
      const known = notified.get(key);
      if (!known || known.possiblyBy !== undefined) notified.set(key, { left });
    }
  }
}

/** The handlers of a play that a pending one means: none if it is another project's; one, or in the first layout possibly several. */
export function handlersOf(play: PlannedPlay, { key }: PendingHandler, context: RunContext): PlannedHandler[] {
  const name = handlerName(key);
  if (!name || isForeign(name, context)) return [];
  if (!isOfFirstLayout(name)) return play.handlers.filter((handler) => handler.key === keyInProject(key));
  return play.handlers.filter((handler) => meansHandler(play, name, handler));
}

/** Whether a handler is that of another project. One that was stored without its project may be that of any. */
export function isForeign({ project }: HandlerName, { projectNames }: RunContext): boolean {
  return project !== undefined && !projectNames.includes(project);
}

/** The run that left a handler, as it is reported. */
export function leftBy({ by }: PendingHandler): string {
  return by === undefined ? "an earlier run" : `the run of ${by}`;
}

function sectionOf({ section }: PendingHandler): Section {
  return SECTIONS.find((name) => name === section) ?? "tasks";
}

/** A handler has run: neither this run nor the host needs to remember it any longer. */
export async function settleHandler(host: HostInPlay, handler: PlannedHandler): Promise<void> {
  const { run, play, notified, context } = host;
  notified.delete(handler.key);
  await forgetHandler(host, handler);
  const isDone = (pending: PendingHandler) => {
    const meant = handlersOf(play, pending, context);
    return meant.includes(handler) && meant.every(({ key }) => !notified.has(key));
  };
  for (const { key } of run.target.knownPending().filter(isDone)) await forget(run, key);
}

/** Removes what this run has remembered of a handler that is no longer due from the target. */
export async function forgetHandler({ run, context }: HostInPlay, { key }: PlannedHandler): Promise<void> {
  await forget(run, keyOnHosts(context.projectNames[0], key));
}

async function forget(run: HostRun, key: string): Promise<void> {
  const access = await run.target.access();
  if (access.ok && access.value.mode === "run") await access.value.session.forgetHandler(key);
}

/** The users that the play's handlers run as, each once. */
function handlerUsers(host: HostInPlay): RunAs[] {
  const users = host.play.handlers.flatMap((handler) => {
    const runAs = runAsOf(taskOnHost(host, handler));
    if (!runAs.ok || runAs.value instanceof Unknown) return [];
    return [[runAs.value?.user ?? "", runAs.value] as const];
  });
  return [...new Map(users).values()];
}

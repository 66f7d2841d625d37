import type { RunAs } from "../../model/host.ts";
import { isUnreachable, markUnreachable, type HostRun } from "../host-run.ts";
import { taskOnHost, type HostInPlay } from "../task-on-host.ts";
import { runAsOf } from "../task/privilege.ts";
import { handlerName } from "./naming.ts";

/** Reads the handlers that earlier runs left pending on the host, once for each user that this play's handlers run as. */
export async function readPendingHandlers(host: HostInPlay): Promise<void> {
  const { run, context } = host;
  for (const runAs of run.isActive() ? handlerUsers(host) : []) {
    const access = await run.access();
    const keys = access.ok ? await access.value.session.pending(runAs) : access;
    if (keys.ok) continue;
    // Sudo failures are reported by the task that needs them: an earlier task may create the user.
    if (isUnreachable(keys.faults[0])) markUnreachable(run, keys.faults[0], context.emit);
    return;
  }
  await loadPendingHandlers(host);
}

/** Adds the pending handlers of this play to the notified ones. Those of a user are known once that user's shell is open. */
export async function loadPendingHandlers({ run, play, notified }: HostInPlay): Promise<void> {
  const access = await run.access();
  const keys = access.ok ? access.value.session.knownPending() : [];
  for (const key of keys) if (handlerName(key).play === play.play.name) notified.add(key);
}

/** Removes a handler that is no longer due from the target. */
export async function forgetHandler(run: HostRun, key: string): Promise<void> {
  const access = await run.access();
  if (access.ok && access.value.mode === "run") await access.value.session.forgetHandler(key);
}

export function reportPendingHandlers({ run, notified, context }: HostInPlay): void {
  if (notified.size === 0 || context.check) return;
  context.emit({ event: "pending_handlers", host: run.host.name, handlers: [...notified].map(handlerName) });
}

/** The users that the play's handlers run as, each once. */
function handlerUsers(host: HostInPlay): RunAs[] {
  const users = host.play.handlers.flatMap((handler) => {
    const runAs = runAsOf(taskOnHost(host, handler));
    return runAs.ok ? [[runAs.value?.user ?? "", runAs.value] as const] : [];
  });
  return [...new Map(users).values()];
}

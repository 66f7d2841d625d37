import type { Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { RunAs } from "../../model/host.ts";
import { sequence, type Script } from "../../module/script.ts";
import { keyOnHosts } from "../../plan/handlers.ts";
import { rememberFault } from "../../shell/pending-handlers.ts";
import { taskOnHost, type TaskOnHost } from "../task-on-host.ts";
import { runAsOf } from "../task/privilege.ts";
import { handlersNotifiedBy } from "./notified.ts";

/**
 * Lets a task's host remember the handlers that the task notifies, before the task changes another host. They are remembered as the
 * users that they run as, because the next run looks there.
 */
export async function rememberAtHome(task: TaskOnHost): Promise<Fault | undefined> {
  const { run, context, section } = task;
  const handlers = handlersNotifiedBy(task);
  if (handlers.length === 0 || context.check) return undefined;
  const access = await run.target.access();
  if (!access.ok) return access.faults[0];
  if (access.value.mode === "check") return undefined;
  const { session } = access.value;
  const byUser = new Map<string, { readonly runAs: RunAs; readonly scripts: Script<"write">[] }>();
  for (const handler of handlers) {
    const runAs = runAsOf(taskOnHost(task, handler));
    if (!runAs.ok) return runAs.faults[0];
    // Check mode has returned above, and only there a user can be unknown.
    if (runAs.value instanceof Unknown) throw new Error(`the user of the handler ${handler.key} is not known`);
    const user = runAs.value?.user ?? "";
    const known = byUser.get(user) ?? { runAs: runAs.value, scripts: [] };
    known.scripts.push(session.rememberHandler(keyOnHosts(context.projectNames[0], handler.key), section));
    byUser.set(user, known);
  }
  for (const { runAs, scripts } of byUser.values()) {
    const written = await session.write(sequence(scripts), runAs);
    const fault = written.ok ? rememberFault(written.value, run.target.name) : written.faults[0];
    if (fault) return fault;
  }
  return undefined;
}

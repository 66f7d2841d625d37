import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import type { PendingHandlers } from "../../events/event.ts";
import { handlerName } from "../../plan/handlers.ts";
import type { Plan } from "../../plan/plan.ts";
import type { PendingHandler } from "../../shell/pending-handlers.ts";
import type { RunContext } from "../context.ts";
import type { HostRun } from "../host-run.ts";
import type { HostInPlay } from "../task-on-host.ts";
import { isOfPreviousLayout } from "./previous-layout.ts";
import { handlersOf, leftBy } from "./pending.ts";

type Reported = PendingHandlers["handlers"][number];

/** Reports the handlers of a play that stay pending on a host. */
export function reportPendingHandlers({ run, notified, context }: HostInPlay): void {
  const handlers = [...notified].flatMap(([key, { left }]) => {
    run.reportedHandlers.add(left?.key ?? key);
    return reported(key, left?.by);
  });
  if (handlers.length > 0 && !context.check) context.emit({ event: "pending_handlers", host: run.host.name, handlers });
}

/** Reports what else earlier runs left on a host: handlers of other playbooks and other plays, and those that cannot run any more. */
export function reportOtherHandlers(run: HostRun, plan: Plan, context: RunContext): void {
  const others = run.knownPending().filter(({ key }) => !run.reportedHandlers.has(key));
  const handlers = others.flatMap((pending) => {
    const fault = whyGone(pending, run, plan);
    if (!fault) return reported(pending.key, leftBy(pending), pending.path);
    const { code, message, hint } = fault;
    context.emit({ event: "warning", code, message, hint, host: run.host.name });
    return [];
  });
  if (handlers.length > 0 && !context.check) context.emit({ event: "pending_handlers", host: run.host.name, handlers });
}

/** Undefined if its playbook can still run the handler, or if that playbook is not part of this run. */
function whyGone(pending: PendingHandler, { host }: HostRun, { plays }: Plan): Fault | undefined {
  const name = handlerName(pending.key);
  if (!name) return undefined;
  const parameters = { ...name, left: leftBy(pending), path: pending.path };
  const found = plays.filter((play) => handlersOf(play, pending).length > 0);
  if (found.some(({ batches }) => batches.flat().includes(host))) return undefined;
  if (isOfPreviousLayout(name)) return runFault("run/handler-of-unknown-playbook", parameters);
  if (!plays.some(({ file }) => file === name.playbook)) return undefined;
  return runFault(found.length > 0 ? "run/handler-without-host" : "run/handler-gone", parameters);
}

function reported(key: string, left_from?: string, path?: string): Reported[] {
  const { playbook, play, role, handler } = handlerName(key) ?? {};
  if (play === undefined || handler === undefined) return [];
  return [
    {
      ...(playbook !== undefined && { playbook }),
      ...{ play, role: role ?? null, handler },
      ...(left_from !== undefined && { left_from }),
      ...(path !== undefined && { path }),
    },
  ];
}

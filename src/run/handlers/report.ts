import { runFault } from "../../errors/catalogue/run.ts";
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

/** Reports what else earlier runs left on a host: handlers of other playbooks and other plays, and those that no longer exist. */
export function reportOtherHandlers(run: HostRun, { plays }: Plan, context: RunContext): void {
  const all = run.knownPending().filter(({ key }) => !run.reportedHandlers.has(key));
  const playbooks = new Set(plays.map(({ file }) => file));
  const isGone = (pending: PendingHandler) => {
    const name = handlerName(pending.key);
    const isHere = name && (isOfPreviousLayout(name) || playbooks.has(name.playbook ?? ""));
    return isHere && !plays.some((play) => handlersOf(play, pending).length > 0);
  };
  for (const pending of all.filter(isGone)) warn(pending, run, context);
  const handlers = all.filter((pending) => !isGone(pending)).flatMap((one) => reported(one.key, leftBy(one), one.path));
  if (handlers.length > 0 && !context.check) context.emit({ event: "pending_handlers", host: run.host.name, handlers });
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

function warn(pending: PendingHandler, run: HostRun, { emit }: RunContext): void {
  const name = handlerName(pending.key);
  if (!name) return;
  const { code, message, hint } = runFault(
    isOfPreviousLayout(name) ? "run/handler-of-unknown-playbook" : "run/handler-gone",
    {
      ...name,
      left: leftBy(pending),
      path: pending.path,
    },
  );
  emit({ event: "warning", code, message, hint, host: run.host.name });
}

import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import type { PendingHandlers } from "../../events/event.ts";
import { handlerName, keyOnHosts } from "../../plan/handlers.ts";
import type { Plan } from "../../plan/plan.ts";
import type { PendingHandler } from "../../shell/pending-handlers.ts";
import type { RunContext } from "../context.ts";
import type { HostRun } from "../host-run.ts";
import type { HostInPlay } from "../task-on-host.ts";
import { handlersOf, isForeign, leftBy } from "./pending.ts";

type Reported = PendingHandlers["handlers"][number];

/** Reports the handlers of a play that stay pending on a host. */
export function reportPendingHandlers({
  run,
  notified,
  context,
}: Pick<HostInPlay, "run" | "notified" | "context">): void {
  const handlers = [...notified].flatMap(([key, { left, isUndecided }]) => {
    run.reportedHandlers.add(left?.key ?? keyOnHosts(context.projectNames[0], key));
    if (isUndecided) return [];
    return reported(key, left && { left_from: left.by });
  });
  if (handlers.length > 0 && !context.check) context.emit({ event: "pending_handlers", host: run.host.name, handlers });
}

/** Reports what else earlier runs left on a host: handlers of other projects, playbooks and plays, and those that cannot run any more. */
export async function reportOtherHandlers(run: HostRun, plan: Plan, context: RunContext): Promise<void> {
  const handlers: Reported[] = [];
  for (const pending of run.target.knownPending().filter(({ key }) => !run.reportedHandlers.has(key))) {
    const fault = await whyGone(pending, { run, plan, context });
    if (fault) {
      const { code, message, hint } = fault;
      context.emit({
        event: "warning",
        code,
        message,
        hint,
        host: run.host.name,
      });
    } else handlers.push(...otherReported(pending, context));
  }
  if (handlers.length > 0 && !context.check) context.emit({ event: "pending_handlers", host: run.host.name, handlers });
}

function otherReported(pending: PendingHandler, context: RunContext): Reported[] {
  const name = handlerName(pending.key);
  const project = name && isForeign(name, context) ? name.project : undefined;
  const left = { left_from: leftBy(pending), path: pending.path };
  return reported(pending.key, project === undefined ? left : { ...left, project });
}

interface RunParts {
  readonly run: HostRun;
  readonly plan: Plan;
  readonly context: RunContext;
}

/** Undefined if its playbook can still run the handler, or if that playbook is not part of this run. */
async function whyGone(pending: PendingHandler, { run, plan, context }: RunParts): Promise<Fault | undefined> {
  const name = handlerName(pending.key);
  if (!name) return runFault("run/handler-of-newer-version", { path: pending.path });
  if (isForeign(name, context)) return undefined;
  const { host } = run;
  const { plays } = plan;
  const parameters = { ...name, left: leftBy(pending), path: pending.path };
  const found = plays.filter((play) => handlersOf(play, pending, context).length > 0);
  if (found.some(({ batches }) => batches.flat().some(({ name: one }) => one === host.name))) return undefined;
  if (name.playbook === undefined) return runFault("run/handler-of-unknown-playbook", parameters);
  if (!plays.some(({ file }) => file === name.playbook)) {
    const isKnown = name.project === undefined || (await context.hasPlaybook(name.playbook));
    return isKnown ? undefined : runFault("run/handler-without-playbook", parameters);
  }
  return runFault(found.length > 0 ? "run/handler-without-host" : "run/handler-gone", parameters);
}

function reported(key: string, left: Pick<Reported, "project" | "left_from" | "path"> = {}): Reported[] {
  const { playbook, play, role, handler } = handlerName(key) ?? {};
  if (play === undefined || handler === undefined) return [];
  return [
    {
      ...(playbook !== undefined && { playbook }),
      play,
      role: role ?? null,
      handler,
      ...left,
    },
  ];
}

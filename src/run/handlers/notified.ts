import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { evaluate } from "../../language/evaluate.ts";
import type { RoleUse } from "../../load/project.ts";
import { nameInRole } from "../../load/tasks/notifications.ts";
import { hasSameVariables } from "../../load/roles/same-use.ts";
import type { PlannedHandler } from "../../plan/plan.ts";
import { taskOnHost, type HostInPlay, type TaskOnHost } from "../task-on-host.ts";

/**
 * The handlers that a task notifies. A name means the handler of that name of the task's own role and that of the play; if neither
 * has one, that of any other role. `ROLE : NAME` means the handler of that role. Besides, a name means every handler that listens to it.
 */
export function handlersNotifiedBy(task: TaskOnHost): PlannedHandler[] {
  const { play, keywords } = task;
  const found = new Set(keywords.notify.flatMap((name) => handlersCalled(task, name)));
  return play.handlers.filter((handler) => found.has(handler));
}

/** The fault of a computed notification that no handler has. Literal ones are checked when the project is loaded. */
export function unknownHandler(task: TaskOnHost): Fault | undefined {
  const { play, planned, keywords } = task;
  const computed = planned.task.notify.find(({ kind }) => kind !== "literal");
  const name = computed && keywords.notify.find((name) => handlersCalled(task, name).length === 0);
  if (!computed || name === undefined) return undefined;
  const names = play.handlers.flatMap((handler) => [...namesOf(task, handler), ...handler.task.listen]);
  return runFault("run/unknown-handler", { name, near: nearest(name, names) }, { origin: computed.origin });
}

function handlersCalled(task: TaskOnHost, name: string): PlannedHandler[] {
  const own = ownEntry(task);
  const others = task.play.handlers.filter(({ role }) => role === own || role?.role !== own?.role);
  const named = others.filter((handler) => namesOf(task, handler).includes(name));
  const near = named.filter(({ role }) => !role || !own || role === own);
  const listening = others.filter((handler) => handler.task.listen.includes(name));
  return [...(near.length > 0 ? near : named), ...listening];
}

/**
 * The entry of the play's `roles` whose handlers a task of a role notifies. A role in several entries has different variables in each.
 * As a dependency it has the handlers of the first entry with the same variables.
 */
function ownEntry({ play, planned: { role } }: TaskOnHost): RoleUse | undefined {
  const entries = play.handlers.flatMap((handler) =>
    handler.role && handler.role.role === role?.role ? handler.role : [],
  );
  const same = role && entries.find((entry) => hasSameVariables(entry, role));
  return entries.find(({ origin }) => origin === role?.origin) ?? same ?? entries[0] ?? role;
}

/** A handler's name, and for one of a role also that with the role's. */
function namesOf(host: HostInPlay, handler: PlannedHandler): string[] {
  const name = nameOf(host, handler);
  if (name === undefined) return [];
  return handler.role ? [name, nameInRole(handler.role.role.name, name)] : [name];
}

/** The name may be computed, and then differ between hosts. */
function nameOf(host: HostInPlay, handler: PlannedHandler): string | undefined {
  const { name } = handler.task;
  if (name === undefined || name.kind === "literal") return name && String(name.value);
  const value = evaluate(name, taskOnHost(host, handler).scope);
  return value.ok && typeof value.value === "string" ? value.value : undefined;
}

import type { PlannedPlay, PlannedTask } from "../../plan/plan.ts";

/** The key that the target stores for a pending handler: play, role and handler. It contains no slash and no blank. */
function handlerKey({ play }: PlannedPlay, role: PlannedTask["role"], handler: string): string {
  return [play.name, role?.role.name ?? "", handler].map(encodeURIComponent).join("@");
}

/** Keys of the handlers that a task notifies. */
export function handlerKeysOf({ play, planned }: { play: PlannedPlay; planned: PlannedTask }): string[] {
  return planned.task.notify.map(({ name }) => handlerKey(play, planned.role, name));
}

export interface HandlerName {
  readonly play: string;
  readonly role: string | null;
  readonly handler: string;
}

export function handlerName(key: string): HandlerName {
  const [play = "", role = "", handler = ""] = key.split("@").map(decodeURIComponent);
  return { play, role: role === "" ? null : role, handler };
}

export interface DueHandler {
  readonly handler: PlannedTask;
  /** The keys that notified it. */
  readonly keys: readonly string[];
}

/** The handlers that the keys notify, in order of definition: by name, or by a name that the handler listens to. */
export function notifiedHandlers(play: PlannedPlay, keys: Iterable<string>): DueHandler[] {
  const notified = [...keys];
  return play.handlers.flatMap((handler) => {
    const matching = notified.filter((key) => isNotifiedBy(play, handler, key));
    return matching.length > 0 ? [{ handler, keys: matching }] : [];
  });
}

/** A role's tasks notify the handlers of their own role and those of the play. */
function isNotifiedBy(play: PlannedPlay, handler: PlannedTask, key: string): boolean {
  const name = handlerName(key);
  if (name.play !== play.play.name) return false;
  const names = [...literalName(handler), ...handler.task.listen];
  const role = handler.role?.role.name ?? null;
  return names.includes(name.handler) && (role === null || name.role === null || role === name.role);
}

function literalName({ task }: PlannedTask): string[] {
  return task.name?.kind === "literal" ? [String(task.name.value)] : [];
}

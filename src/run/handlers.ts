import type { RoleUse } from "../load/project.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";

/** What a pending handler is remembered by on the target: play, role and handler; safe as a file's name. */
export function handlerKey({ play }: PlannedPlay, role: RoleUse | undefined, handler: string): string {
  return [play.name, role?.role.name ?? "", handler].map(encodeURIComponent).join("@");
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

/** The handlers that keys notify, in the order they are defined: by name or by a name they listen to; a role's own come first. */
export function notifiedHandlers(
  play: PlannedPlay,
  keys: ReadonlySet<string>,
): { handler: PlannedTask; keys: string[] }[] {
  return play.handlers.flatMap((handler) => {
    const answers = [...keys].filter((key) => answersTo(play, handler, key));
    return answers.length > 0 ? [{ handler, keys: answers }] : [];
  });
}

function answersTo(play: PlannedPlay, handler: PlannedTask, key: string): boolean {
  const wanted = handlerName(key);
  if (wanted.play !== play.play.name) return false;
  const names = [...literalName(handler), ...handler.task.listen];
  const own = handler.role?.role.name ?? null;
  return names.includes(wanted.handler) && (own === null || wanted.role === null || own === wanted.role);
}

function literalName({ task }: PlannedTask): string[] {
  return task.name?.kind === "literal" ? [String(task.name.value)] : [];
}

import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { withIncluded } from "../includes/included.ts";
import type { Loading } from "../loading.ts";
import type { Play, Task } from "../project.ts";

/** Reports names that a task of the play notifies but that no handler of the play or its roles has. */
export function checkNotifications(play: Play, { invalidHandlers }: Pick<Loading, "invalidHandlers">): Fault[] {
  const uses = [...play.roles, ...play.includedRoles];
  const handlers = [...play.handlers, ...uses.flatMap(({ role }) => role.handlers)];
  // A handler with a computed name could have any name.
  if (handlers.some(({ name }) => name !== undefined && name.kind !== "literal")) return [];
  const names = new Set([
    ...handlers.flatMap((handler) => [...namesOf(handler), ...handler.listen]),
    ...uses.flatMap(({ role }) => role.handlers.flatMap(namesOf).map((name) => nameInRole(role.name, name))),
  ]);
  const tasks = withIncluded([...tasksOf(play), ...handlers]);
  const notified = tasks.flatMap(({ notify, include }) => [
    ...notify,
    ...(include?.inherited ?? []).flatMap((from) => from.notify),
  ]);
  return notified.flatMap((tree) => {
    const name = tree.kind === "literal" ? String(tree.value) : undefined;
    if (name === undefined || names.has(name) || invalidHandlers.has(name)) return [];
    return [loadFault("load/unknown-handler", { name, near: nearest(name, names) }, { origin: tree.origin })];
  });
}

/** The name that means a role's handler wherever it is notified: `web : Restart`. */
export function nameInRole(role: string, name: string): string {
  return `${role} : ${name}`;
}

function namesOf({ name }: Task): string[] {
  return name?.kind === "literal" ? [String(name.value)] : [];
}

function tasksOf(play: Play): Task[] {
  const own = [...play.preTasks, ...play.tasks, ...play.postTasks];
  return [...own, ...play.roles.flatMap(({ role }) => [...role.tasks, ...role.verify])];
}

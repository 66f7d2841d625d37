import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Play, Task } from "../project.ts";

/** Every name that a task of the play notifies must belong to a handler of the play or of one of its roles. */
export function checkNotifications(play: Play): Fault[] {
  const handlers = [...play.handlers, ...play.roles.flatMap(({ role }) => role.handlers)];
  // The name of a handler may be computed: then any name may turn out to be its own.
  if (handlers.some(({ name }) => name !== undefined && name.kind !== "literal")) return [];
  const names = new Set(handlers.flatMap(handlerNames));
  const wanted = [...tasksOf(play), ...handlers].flatMap(({ notify }) => notify);
  return wanted.flatMap(({ name, origin }) =>
    names.has(name) ? [] : [loadFault("load/unknown-handler", { name, near: nearest(name, names) }, { origin })],
  );
}

function handlerNames({ name, listen }: Task): string[] {
  return name?.kind === "literal" ? [String(name.value), ...listen] : [...listen];
}

function tasksOf(play: Play): Task[] {
  const own = [...play.preTasks, ...play.tasks, ...play.postTasks];
  return [...own, ...play.roles.flatMap(({ role }) => [...role.tasks, ...role.verify])];
}

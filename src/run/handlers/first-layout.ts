import type { HandlerName } from "../../plan/handlers.ts";
import { staticLabel } from "../../plan/label.ts";
import type { PlannedHandler, PlannedPlay } from "../../plan/plan.ts";

/** Whether a host stored the key before keys named the playbook. Such a key has the play, the notifying task's role, and the notified name. */
export function isOfFirstLayout({ playbook }: HandlerName): boolean {
  return playbook === undefined;
}

/**
 * Whether such a key means a handler of this play. Never if the play has no name: every playbook may have an unnamed play on the same
 * hosts, and running its handler instead would lose the one that was meant.
 */
export function meansHandler({ play }: PlannedPlay, name: HandlerName, { task, role }: PlannedHandler): boolean {
  if (play.name !== name.play || play.name === play.hosts.pattern) return false;
  const isNear = role === undefined || name.role === null || name.role === role.role.name;
  return isNear && [staticLabel(task), ...task.listen].includes(name.handler);
}

import { runFault } from "../../errors/catalogue/run.ts";
import type { PlannedHandler } from "../../plan/plan.ts";
import { taskLabel } from "../task/label.ts";
import { taskOnHost, type HostInPlay } from "../task-on-host.ts";
import type { Due } from "./due.ts";

/**
 * Whether handlers notify each other in a circle that does not end: the notification of a handler has come back to it before. It runs once
 * more then, because the handlers may find nothing left to change, but not a third time. Adds to `repeated` whatever runs once more.
 */
export function isEndless(handler: PlannedHandler, { after = [] }: Due, repeated: Set<PlannedHandler>): boolean {
  if (!after.includes(handler)) return false;
  if (repeated.has(handler)) return true;
  repeated.add(handler);
  return false;
}

/** Warns of the circle in which a handler was notified. The handler stays pending. */
export function warnOfCircle(host: HostInPlay, handler: PlannedHandler, { after = [] }: Due): void {
  const circle = [...after.slice(after.lastIndexOf(handler)), handler];
  const names = circle.map((one) => taskLabel(one, taskOnHost(host, one).scope));
  const { code, message, hint } = runFault("run/handler-circle", { names });
  const { origin } = handler.task;
  host.context.emit({
    event: "warning",
    code,
    message,
    hint,
    host: host.run.host.name,
    origin,
  });
}

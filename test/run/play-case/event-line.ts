import type { Line } from "../../../src/events/line.ts";

/** An event as one line, which is how cases refer to it. */
export function eventLine(event: Line): string {
  switch (event.event) {
    case "run_start":
      return event.check ? "run in check mode" : "run";
    case "play_listing":
      return `list of play ${event.play}`;
    case "play_start":
      return `play ${event.play} on ${event.hosts.join(", ")}`;
    case "role_start":
      return `role ${event.role} (${event.stage}) on ${event.hosts.join(", ")}`;
    case "task_start":
      return `${event.host}: ${event.task} starts`;
    case "progress":
      return `${event.host}: ${event.task}: ${event.message}`;
    case "task_result":
      return `${event.host}: ${event.task}${event.item === undefined ? "" : ` (${event.item})`} ${event.status}${left(event)}`;
    case "host_unreachable":
      return `${event.host} is unreachable: ${event.error.code}`;
    case "warning":
      return `warning ${event.code}`;
    case "error":
      return `error ${event.code}`;
    case "interrupt":
      return `interrupted: ${event.running.map(({ host, task }) => `${task} on ${host}`).join(", ")}`;
    case "pending_handlers":
      return `${event.host} keeps pending: ${event.handlers.map((one) => one.handler + left(one)).join(", ")}`;
    case "recap":
      return `exit ${event.exit}`;
  }
}

/** The case's clock begins with the year 2030, and says nothing about who runs it. */
function left({ left_from }: { readonly left_from?: string }): string {
  return left_from === undefined ? "" : ` (left from ${left_from.replace(/ of .*, started 2030.*/, "")})`;
}

import type { Line } from "../../../src/events/line.ts";

/** An event as one line, which is how cases refer to it. */
export function eventLine(event: Line): string {
  switch (event.event) {
    case "run_start":
      return event.check ? "run in check mode" : "run";
    case "play_start":
      return `play ${event.play} on ${event.hosts.join(", ")}`;
    case "role_start":
      return `role ${event.role} (${event.stage}) on ${event.hosts.join(", ")}`;
    case "task_start":
      return `${event.host}: ${event.task} starts`;
    case "progress":
      return `${event.host}: ${event.task}: ${event.message}`;
    case "task_result":
      return `${event.host}: ${event.task}${event.item === undefined ? "" : ` (${event.item})`} ${event.status}`;
    case "host_unreachable":
      return `${event.host} is unreachable: ${event.error.code}`;
    case "warning":
      return `warning ${event.code}`;
    case "error":
      return `error ${event.code}`;
    case "pending_handlers":
      return `${event.host} keeps pending: ${event.handlers.map(({ handler }) => handler).join(", ")}`;
    case "recap":
      return `exit ${event.exit}`;
  }
}

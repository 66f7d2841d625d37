import type { Status, TaskResult } from "../events/event.ts";
import type { Colour } from "./paint.ts";
import { showItem } from "./show-value.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";
import { padTo } from "./width.ts";

const COLOURS: Readonly<Record<Status, Colour>> = {
  ok: "dim",
  changed: "yellow",
  skipped: "dim",
  failed: "red",
  interrupted: "yellow",
  unreachable: "red",
  unknown: "magenta",
};

/** One line for one result: status, host, task, and the reason or the first change. */
export function taskLine(event: TaskResult, { check, hostWidth, paint }: View): string {
  const status = statusColumn(statusWord(event, check), check);
  const item = event.item === undefined ? "" : ` (${showItem(event.item)})`;
  const stage = event.stage === "task" ? "" : `${event.stage}: `;
  const time = event.duration_ms >= 1000 ? `  ${(event.duration_ms / 1000).toFixed(1)} s` : "";
  const left = event.left_from === undefined ? "" : ` (left from ${visible(event.left_from)})`;
  const host = event.delegate === undefined ? event.host : `${event.host} -> ${event.delegate}`;
  const line = `  ${status}  ${padTo(visible(host), hostWidth)}  ${stage}${taskName(event)}${item}${left}`;
  const colour = event.ignored || event.rescued ? "yellow" : COLOURS[event.status];
  return paint(colour, line) + paint("dim", `${summary(event)}${time}`);
}

/** `role : task`, or the task alone outside roles. */
export function taskName({ role, task }: { readonly role: string | null; readonly task: string }): string {
  return role === null ? visible(task) : `${visible(role)} : ${visible(task)}`;
}

/** A status padded to the longest one of this kind of run. */
export function statusColumn(word: string, check: boolean): string {
  return word.padEnd(check ? "would change".length : "unreachable".length);
}

function statusWord(event: TaskResult, check: boolean): string {
  if (event.ignored) return "ignored";
  if (event.rescued) return "rescued";
  if (event.status === "changed" && check) return "would change";
  return event.status === "failed" || event.status === "unreachable" ? event.status.toUpperCase() : event.status;
}

function summary(event: TaskResult): string {
  if (event.reason !== undefined && event.status !== "ok") return `  ${visible(event.reason)}`;
  if ((event.ignored || event.rescued) && event.fault) return `  ${visible(event.fault.message)}`;
  const [first, ...more] = event.changes;
  if (event.status !== "changed" || !first) return "";
  return `  ${visible(first.summary)}${more.length > 0 ? ` (and ${String(more.length)} more)` : ""}`;
}

import type { ErrorEvent, Interrupt, PendingHandlers, Recap, RunStart, TaskResult, Warning } from "../events/event.ts";
import type { Fault } from "../errors/fault.ts";
import { isUnreachable } from "../errors/unreachable.ts";
import { showOrigin } from "../model/origin.ts";
import { isMap, type Value } from "../model/value.ts";
import { faultBlock } from "./fault-block.ts";
import type { FaultLines, FaultPlace } from "./fault-block.ts";
import { recapTable } from "./recap-table.ts";
import { roleTimes } from "./role-times.ts";
import { showChange } from "./show-change.ts";
import { firstLines, valueLines } from "./show-value.ts";
import { statusColumn, taskLine } from "./task-line.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";

const INDENT = " ".repeat(6);

export function runStartLines(event: RunStart, { paint }: View): string[] {
  const playbooks = event.playbooks.map(visible).join(", ");
  return [event.check ? paint("bold", `Checking ${playbooks}: nothing is changed.`) : `Running ${playbooks}.`];
}

export function taskResultLines(event: TaskResult, view: View): string[] {
  const repeated = event.status === "unreachable" && view.unreachable.has(event.host);
  const fault =
    event.fault && !event.ignored && !event.rescued && !repeated ? faultLines(event.fault, event, view) : [];
  if (event.status === "unreachable") view.unreachable.add(event.host);
  const details = [...diffLines(event, view), ...resultLines(event, view), ...fault];
  return [taskLine(event, view), ...details.map((line) => INDENT + line)];
}

export function hostUnreachableLines(host: string, fault: Fault, view: View): string[] {
  if (view.unreachable.has(host)) return [];
  view.unreachable.add(host);
  const word = isUnreachable(fault) ? "UNREACHABLE" : "FAILED";
  const line = view.paint("red", `  ${statusColumn(word, view.check)}  ${visible(host)}`);
  return [line, ...faultLines(fault, { host }, view).map((text) => INDENT + text)];
}

export function errorLines({ fault, frame, write }: ErrorEvent, view: View): string[] {
  return [view.paint("red", "ERROR"), ...faultLines(fault, {}, view, { frame, write }).map((text) => `  ${text}`)];
}

export function warningLines(event: Warning, { paint }: View): string[] {
  const host = event.host === undefined ? "" : ` on ${visible(event.host)}`;
  const at = event.origin ? ` (${visible(showOrigin(event.origin))})` : "";
  return [
    paint("yellow", `  warning${host}: ${visible(withoutHost(event))}${at}`),
    ...(event.hint === "" ? [] : [`    ${visible(event.hint)}`]),
  ];
}

/** The message without the host that the line names already. */
function withoutHost({ host, message }: { readonly host?: string | undefined; readonly message: string }): string {
  return host !== undefined && message.startsWith(`${host}: `) ? message.slice(host.length + 2) : message;
}

/** How many of the running tasks are named. */
const NAMED = 5;

export function interruptLines({ running }: Interrupt, { paint }: View): string[] {
  const tasks = running.slice(0, NAMED).map(({ host, task }) => `"${visible(task)}" on ${visible(host)}`);
  const more = running.length > NAMED ? ` and ${String(running.length - NAMED)} more` : "";
  const what = tasks.length === 0 ? "the run" : tasks.join(", ") + more;
  return [paint("yellow", `Interrupted: finishing ${what}. Press Ctrl-C again to abandon it.`)];
}

export function pendingHandlersLines({ host, handlers }: PendingHandlers, { paint }: View): string[] {
  return handlers.map(({ project, playbook, play, role, handler, left_from, path }) => {
    const place = [
      project === undefined ? undefined : `project ${project}`,
      playbook,
      `play ${play}`,
      role === null ? undefined : `role ${role}`,
    ];
    const where = place.flatMap((part) => (part === undefined ? [] : [visible(part)])).join(", ");
    const left = left_from === undefined ? "" : `, left from ${visible(left_from)}`;
    const next =
      path === undefined
        ? "The next run will run it."
        : `${nextRun(playbook, project)} To forget it, remove ${visible(path)} there.`;
    return paint("yellow", `  pending on ${visible(host)}: handler ${visible(handler)} (${where})${left}. ${next}`);
  });
}

function nextRun(playbook = "its playbook", project: string | undefined): string {
  return `The next run of ${visible(playbook)}${project === undefined ? "" : " in that project"} will run it.`;
}

export function recapLines(event: Recap, view: View): string[] {
  const table = recapTable(event, view);
  const time = table.length === 0 ? "" : `${(event.duration_ms / 1000).toFixed(1)} s. `;
  const summary = `${time}Exit ${String(event.exit)}: ${view.exitMeaning(event.exit, view.check)}`;
  const blocks = [
    ...roleTimes(event.duration_ms, view.roles, view.paint),
    ...(table.length === 0 ? [] : ["", ...table, ...recapWarnings(view)]),
  ];
  return [...blocks, view.paint(event.exit === 0 ? "green" : "red", summary)];
}

/** How many warnings the recap repeats. */
const REPEATED = 10;

/** The warnings again, because a long run has scrolled them away. */
function recapWarnings({ warnings, paint }: View): string[] {
  const shown = warnings.slice(0, REPEATED).map(({ host, message }) => {
    return `  ${host === undefined ? "" : `${visible(host)}: `}${visible(withoutHost({ host, message }))}`;
  });
  const more = warnings.length - shown.length;
  if (shown.length === 0) return [];
  const title = warnings.length === 1 ? "1 warning:" : `${String(warnings.length)} warnings:`;
  return [title, ...shown, ...(more > 0 ? [`  and ${String(more)} more`] : [])].map((line) => paint("yellow", line));
}

function diffLines(event: TaskResult, { diff, paint, maxLines }: View): string[] {
  return diff ? event.changes.flatMap((change) => showChange(change, paint, maxLines)) : [];
}

/** The message of a debug task and what an ad hoc command printed are always shown, other results only with -v. */
function resultLines(event: TaskResult, { verbosity, paint, maxLines, adHoc }: View): string[] {
  if (event.module === "debug" && event.status === "ok")
    return firstLines(valueLines(messageOf(event.result)), maxLines);
  if (adHoc && verbosity === 0 && event.status !== "failed") return printedLines(event);
  return verbosity > 0 ? firstLines(valueLines(event.result), maxLines).map((line) => paint("dim", line)) : [];
}

const COMMANDS: ReadonlySet<string> = new Set(["command", "shell"]);

function printedLines({ module, result }: TaskResult): string[] {
  if (!COMMANDS.has(module) || !isMap(result)) return [];
  const printed = [result["stdout"], result["stderr"]].filter((text) => typeof text === "string" && text !== "");
  return printed.flatMap((text) => valueLines(text ?? ""));
}

const messageOf = (result: Value): Value => (isMap(result) ? (result["msg"] ?? null) : null);

function faultLines(fault: Fault, place: FaultPlace, view: View, shown: Partial<FaultLines> = {}): string[] {
  const origin = fault.origin ?? place.origin;
  const frame = shown.frame ?? (origin ? view.frame(origin) : "");
  return faultBlock(fault, place, { frame, write: shown.write }, view.paint);
}

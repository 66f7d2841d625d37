import type { Fault } from "../errors/fault.ts";
import { showOrigin } from "../model/origin.ts";
import type { Origin } from "../model/origin.ts";
import { Unknown } from "../model/unknown.ts";
import { isMap } from "../model/value.ts";
import type { Value } from "../model/value.ts";
import type { Paint } from "./paint.ts";
import { lastLines, showItem, showValue, valueLines } from "./show-value.ts";
import { visible, visibleLines } from "./visible.ts";

/** How many lines of each detail or output are shown: enough for an excerpt that the engine keeps, and its name. */
const MAX_OUTPUT_LINES = 24;
/** Fields of command results. The call is always shown, the outputs only if the fault has no details. */
const CALL = ["cmd", "command", "rc", "exit"];
const OUTPUTS = ["stdout", "stderr"];
const LABEL_WIDTH = 10;

/** Where in the run a fault occurred. */
export interface FaultPlace {
  readonly host?: string;
  readonly play?: string;
  readonly role?: string | null;
  readonly task?: string;
  readonly item?: string | undefined;
  readonly origin?: Origin;
  readonly result?: Value;
}

/** What is shown of the file that a fault is about. */
export interface FaultLines {
  /** The lines around the origin; empty if there are none. */
  readonly frame: string | undefined;
  /** The complete lines to write instead. */
  readonly write: string | undefined;
}

/** Everything a person needs to know about a fault: cause, place, details, hint and code. */
export function faultBlock(fault: Fault, place: FaultPlace, { frame, write }: FaultLines, paint: Paint): string[] {
  const origin = fault.origin ?? place.origin;
  const labelled = (label: string, lines: readonly string[]) =>
    lines.map((line, index) => paint("dim", (index === 0 ? label : "").padEnd(LABEL_WIDTH)) + line);
  return [
    ...labelled(
      "cause",
      visibleLines(fault.message).map((line) => paint("red", shorten(line))),
    ),
    ...labelled("where", placeLines(place)),
    ...labelled("at", origin ? [visible(showOrigin(origin))] : []),
    ...labelled("", frame ? visibleLines(frame) : []),
    ...labelled("task at", differs(place.origin, origin) ? [visible(showOrigin(place.origin))] : []),
    ...details(fault, place.result).flatMap(({ label, lines }) => labelled(label, lines)),
    ...labelled("hint", visibleLines(fault.hint).map(shorten)),
    ...labelled("write", write === undefined ? [] : visibleLines(write).map(shorten)),
    ...labelled("code", [fault.code]),
  ];
}

/** How much of a line is shown, in characters; it may quote a value of any length. */
const MAX_LINE = 2000;

/** Cuts the middle out of a long line. Secrets are masked already. */
function shorten(line: string): string {
  if (line.length <= MAX_LINE) return line;
  const cut = line.length - MAX_LINE;
  return `${line.slice(0, MAX_LINE - 200)} … (${cut} characters) … ${line.slice(-200)}`;
}

function differs(task: Origin | undefined, shown: Origin | undefined): task is Origin {
  return task !== undefined && shown !== undefined && showOrigin(task) !== showOrigin(shown);
}

function placeLines({ host, play, role, task, item }: FaultPlace): string[] {
  const parts = [
    host !== undefined ? `host ${visible(host)}` : undefined,
    play !== undefined ? `play ${visible(play)}` : undefined,
    role ? `role ${visible(role)}` : undefined,
    task !== undefined ? `task ${visible(task)}` : undefined,
    item !== undefined ? `item ${showItem(item)}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [parts.join(", ")];
}

interface Detail {
  readonly label: string;
  readonly lines: readonly string[];
}

/** Long details are cut at the start: commands report what went wrong at the end. */
function details(fault: Fault, result: Value | undefined): Detail[] {
  const own = (fault.details ?? []).map((detail, index) => ({
    label: index === 0 ? "details" : "",
    lines: lastLines(visibleLines(detail).map(shorten), MAX_OUTPUT_LINES),
  }));
  return [...fieldsOf(result, own.length === 0 ? [...CALL, ...OUTPUTS] : CALL), ...own];
}

function fieldsOf(result: Value | undefined, names: readonly string[]): Detail[] {
  if (result === undefined || !isMap(result)) return [];
  return names.flatMap((label) => {
    const value = result[label];
    if (value === undefined || value === "" || value instanceof Unknown) return [];
    const lines = OUTPUTS.includes(label) ? valueLines(value) : [showValue(value)];
    return [{ label, lines: lastLines(lines, MAX_OUTPUT_LINES) }];
  });
}

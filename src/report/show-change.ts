import type { Change } from "../model/change.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, isMap } from "../model/value.ts";
import type { Value } from "../model/value.ts";
import { diffLines } from "./diff-lines.ts";
import type { Hunk } from "./diff-lines.ts";
import type { Paint } from "./paint.ts";
import { firstLines, showValue } from "./show-value.ts";
import { visible, visibleLine } from "./visible.ts";

const TEXT_AND_SUMS: ReadonlySet<string> = new Set(["text", "size", "sha256"]);
const NO_LINE_END = "\\ No newline at end of file";

/** What `--diff` shows of a change: a unified diff where there are lines to compare, else both values on one line. */
export function showChange(change: Change, paint: Paint, most: number): string[] {
  const name = `${change.resource.kind} ${visible(change.resource.name)}`;
  if (change.after instanceof Unknown || !(hasLines(change.before) || hasLines(change.after))) {
    return [`${name}: ${paint("red", showValue(change.before))} → ${paint("green", showValue(change.after))}`];
  }
  const lines = diffLines(lineList(change.before), lineList(change.after)).flatMap(hunkLines);
  if (lines.length === 0) return [`${name}: ${visible(change.summary)}`];
  const shown = firstLines(lines, most).map((line) => colour(line, paint));
  return [paint("red", `--- ${name} (before)`), paint("green", `+++ ${name} (after)`), ...shown];
}

function hasLines(value: Value): boolean {
  return typeof value === "string" ? value.includes("\n") : isMap(value) || isList(value);
}

/** Lines keep their ends, so that a missing last one is a difference. */
function lineList(value: Value): string[] {
  if (value === null) return [];
  const text = typeof value === "string" ? value : describeMap(value);
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** What a file holds is compared line by line, after what else is known of it; its size and digest say nothing more then. */
function describeMap(value: Value): string {
  if (!isMap(value) || typeof value["text"] !== "string") return `${JSON.stringify(value, null, 2)}\n`;
  const attributes = Object.entries(value).filter(([name]) => !TEXT_AND_SUMS.has(name));
  return `${attributes.map(([name, attribute]) => `${name}: ${showValue(attribute)}`).join(", ")}\n${value["text"]}`;
}

function hunkLines(hunk: Hunk): string[] {
  const head = `@@ -${hunk.before.join(",")} +${hunk.after.join(",")} @@`;
  const body = hunk.lines.flatMap(({ sign, text }) =>
    text.endsWith("\n") ? [sign + visibleLine(text.slice(0, -1))] : [sign + visibleLine(text), NO_LINE_END],
  );
  return [head, ...body];
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith("@@")) return paint("cyan", line);
  if (line.startsWith("-")) return paint("red", line);
  if (line.startsWith("+")) return paint("green", line);
  return line;
}

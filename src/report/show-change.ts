import type { Change } from "../model/change.ts";
import { toJson } from "../model/json.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, isMap } from "../model/value.ts";
import type { Value } from "../model/value.ts";
import { diffLines } from "./diff-lines.ts";
import type { Hunk } from "./diff-lines.ts";
import type { Paint } from "./paint.ts";
import { firstLines, showValue } from "./show-value.ts";
import { visible, visibleLine } from "./visible.ts";

const CONTENT: ReadonlySet<string> = new Set(["text", "size", "sha256"]);

/** A change as `--diff` shows it: a unified diff if either value has several lines, else both values on one line. */
export function showChange(change: Change, paint: Paint, maxLines: number): string[] {
  const name = `${change.resource.kind} ${visible(change.resource.name)}`;
  if (change.after instanceof Unknown || !(hasLines(change.before) || hasLines(change.after))) {
    return [`${name}: ${paint("red", showValue(change.before))} → ${paint("green", showValue(change.after))}`];
  }
  const lines = diffLines(textOf(change.before), textOf(change.after)).flatMap(hunkLines);
  if (lines.length === 0) return [`${name}: ${visible(change.summary)}`];
  const shown = firstLines(lines, maxLines).map((line) => colour(line, paint));
  return [paint("red", `--- ${name} (before)`), paint("green", `+++ ${name} (after)`), ...shown];
}

function hasLines(value: Value): boolean {
  return typeof value === "string" ? value.includes("\n") : isMap(value) || isList(value);
}

function textOf(value: Value): string {
  if (value === null) return "";
  return typeof value === "string" ? value : describe(value);
}

/** A file's attributes on one line, then its content. Size and digest are left out: they follow from the content. */
function describe(value: Value): string {
  if (!isMap(value) || typeof value["text"] !== "string") return `${toJson(value, 2)}\n`;
  const attributes = Object.entries(value).filter(([name]) => !CONTENT.has(name));
  return `${attributes.map(([name, attribute]) => `${name}: ${showValue(attribute)}`).join(", ")}\n${value["text"]}`;
}

function hunkLines({ head, lines }: Hunk): string[] {
  return [head, ...lines.map(visibleLine)];
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith("@@")) return paint("cyan", line);
  if (line.startsWith("-")) return paint("red", line);
  if (line.startsWith("+")) return paint("green", line);
  return line;
}

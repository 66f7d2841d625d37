import { toJson } from "../model/json.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value } from "../model/value.ts";
import { visible, visibleLines } from "./visible.ts";

const LONGEST_ITEM = 80;

/** A value on one line: a string as it is, anything else as JSON. */
export function showValue(value: Value): string {
  if (value === null) return "(none)";
  if (value instanceof Unknown) return `(unknown: ${visible(value.reason)})`;
  return typeof value === "string" ? visible(value) : visible(toJson(value));
}

/** A value on as many lines as it needs; each field of a map has its own. */
export function valueLines(value: Value): string[] {
  if (typeof value === "string") return visibleLines(value);
  if (value === null || typeof value !== "object" || value instanceof Unknown) return [showValue(value)];
  return visibleLines(toJson(value, 2));
}

/** A loop's item. The JSON of a long map or list is cut. */
export function showItem(item: string): string {
  const text = visible(item);
  return /^[{[]/.test(text) && text.length > LONGEST_ITEM ? `${text.slice(0, LONGEST_ITEM - 1)}…` : text;
}

/** The first lines, and the number of those left out. */
export function firstLines(lines: readonly string[], maxLines: number): string[] {
  if (lines.length <= maxLines) return [...lines];
  return [...lines.slice(0, maxLines), `… ${String(lines.length - maxLines)} more lines`];
}

/** The last lines, and the number of those left out before them. */
export function lastLines(lines: readonly string[], maxLines: number): string[] {
  if (lines.length <= maxLines) return [...lines];
  return [`… ${String(lines.length - maxLines)} earlier lines`, ...lines.slice(lines.length - maxLines)];
}

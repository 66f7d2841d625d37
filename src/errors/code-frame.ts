import type { Origin } from "../model/origin.ts";

/** The line that an origin points at, with the line above it and a caret below; empty if the text has no such line. */
export function codeFrame(text: string, origin: Origin): string {
  const lines = text.split(/\r?\n/);
  const line = lines[origin.line - 1];
  if (line === undefined || text === "") return "";
  const width = String(origin.line).length;
  const number = (lineNumber: number) => String(lineNumber).padStart(width);
  const above = origin.line > 1 ? [`  ${number(origin.line - 1)} | ${printable(lines[origin.line - 2] ?? "")}`] : [];
  const caret = "^".repeat(
    Math.max(1, Math.min((origin.end ?? origin.col + 1) - origin.col, line.length - origin.col + 1)),
  );
  return [
    ...above,
    `> ${number(origin.line)} | ${printable(line)}`,
    `  ${" ".repeat(width)} | ${" ".repeat(origin.col - 1)}${caret}`,
  ].join("\n");
}

/** How much of a line is shown, in characters, and how much of that before the caret. */
const WIDTH = 120;
const BEFORE = 80;

/**
 * Cuts the lines of a code frame to a window around its caret. A step of its own, because secrets must be masked in whole lines first:
 * half of a secret would not be recognized.
 */
export function shortenFrame(frame: string): string {
  const rows = frame.split("\n");
  const caretRow = rows.at(-1) ?? "";
  const margin = caretRow.indexOf("|") + 2;
  if (rows.every((row) => row.length - margin <= WIDTH)) return frame;
  const start = Math.max(0, caretRow.indexOf("^") - margin - BEFORE);
  return rows.map((row) => row.slice(0, margin) + windowOf(row.slice(margin), start, row === caretRow)).join("\n");
}

function windowOf(text: string, start: number, isCaret: boolean): string {
  const shown = text.slice(start, start + WIDTH);
  if (isCaret) return start > 0 ? ` ${shown}` : shown;
  return `${start > 0 && text !== "" ? "…" : ""}${shown}${text.length > start + WIDTH ? "…" : ""}`;
}

/** Replaces control characters with blanks: tabs would misplace the caret, others would move the cursor. */
function printable(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}

import type { Origin } from "../model/origin.ts";

/** The line that an origin points at, with the line above it and a caret below; empty if the text has no such line. */
export function codeFrame(text: string, origin: Origin): string {
  const lines = text.split(/\r?\n/);
  const line = lines[origin.line - 1];
  if (line === undefined) return "";
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

/** Replaces control characters with blanks: tabs would misplace the caret, others would move the cursor. */
function printable(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}

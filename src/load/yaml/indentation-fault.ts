import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { SyntaxError } from "./syntax-error.ts";

/** The fault for a line that does not begin in the column of the lines that it belongs to; undefined for other errors. */
export function indentationFault(error: SyntaxError): Fault | undefined {
  const { code, message, origin, rows } = error;
  const deeper = code === "BLOCK_AS_IMPLICIT_KEY" && (error.multiline || message.startsWith("A block"));
  const misplaced = /^(Sequence item without -|All (mapping|sequence) items must start)/.test(message);
  if (!deeper && !misplaced) return undefined;
  const line = deeper ? nextLine(rows, origin.line) : origin.line;
  const row = rows[line - 1] ?? "";
  const above = rows.slice(0, line - 1).filter(hasContent);
  const found = indentOf(row);
  const near = candidates(above, isItem(row)).toSorted((a, b) => Math.abs(a.col - found) - Math.abs(b.col - found))[0];
  const parameters = {
    message: `this line is indented by ${spaces(found)}, which fits no line above it`,
    hint: near
      ? `Indent it by ${spaces(near.col)} if it belongs next to \`${shorten(near.text)}\`.`
      : "Indent it like the lines that it belongs to.",
  };
  return loadFault("load/yaml", parameters, { origin: { file: origin.file, line, col: found + 1 } });
}

function spaces(count: number): string {
  return `${count} ${count === 1 ? "space" : "spaces"}`;
}

function nextLine(rows: readonly string[], line: number): number {
  const offset = rows.slice(line).findIndex(hasContent);
  return offset < 0 ? line : line + offset + 1;
}

function hasContent(row: string): boolean {
  return /^\s*[^\s#]/.test(row);
}

function isItem(text: string): boolean {
  return /^\s*-(\s|$)/.test(text);
}

function isKey(text: string): boolean {
  return !isItem(text) && /:(\s|$)/.test(text);
}

function indentOf(row: string): number {
  return row.length - row.trimStart().length;
}

interface Start {
  readonly col: number;
  readonly text: string;
}

/** The keys, or the dashes, that a line could stand next to: those of the line above and of the lines that enclose it. */
function candidates(above: readonly string[], items: boolean): Start[] {
  const found: Start[] = [];
  let enclosing = Number.POSITIVE_INFINITY;
  for (const row of above.toReversed()) {
    const starts = startsOf(row).filter(({ col }) => col < enclosing);
    found.push(...starts.filter(({ text }) => (items ? isItem(text) : isKey(text))));
    enclosing = Math.min(enclosing, ...starts.map(({ col }) => col));
    if (enclosing === 0) break;
  }
  return found;
}

/** Where the dashes and the key of a line begin: `  - name: a` has two starts. */
function startsOf(row: string): Start[] {
  const starts: Start[] = [];
  for (let col = indentOf(row); ;) {
    const text = row.slice(col);
    starts.push({ col, text });
    const dash = /^- +/.exec(text);
    if (!dash) return starts;
    col += dash[0].length;
  }
}

function shorten(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 30 ? `${trimmed.slice(0, 30)}…` : trimmed;
}

import type { Origin } from "../model/origin.ts";

/** A place in a file: both count from 1. */
export interface Position {
  readonly line: number;
  readonly col: number;
}

/** What to write in place of a part of the file that a fault is about; `to` is behind the part. */
export interface Edit {
  readonly from: Position;
  readonly to: Position;
  readonly text: string;
}

/** The edit that replaces what an origin marks; none if its end is not known. */
export function editAt(origin: Origin | undefined, text: string): Edit | undefined {
  if (origin?.end === undefined) return undefined;
  const { line, col, end } = origin;
  return { from: { line, col }, to: { line, col: end }, text };
}

/**
 * The complete lines that an edit concerns, as they should be written: with it, and with the others in the same lines. Of edits that
 * overlap, the first one counts.
 */
export function editedLines(source: string, edit: Edit, others: readonly Edit[]): string {
  const all = [edit];
  for (let count = 0; count !== all.length;) {
    count = all.length;
    const near = others.filter((other) => all.some((one) => shareLine(one, other)));
    all.push(...near.filter((other) => !all.some((one) => overlap(one, other))).slice(0, 1));
  }
  const first = Math.min(...all.map(({ from }) => from.line));
  const last = Math.max(...all.map(({ to }) => to.line));
  const starts = startsOf(source);
  const offset = ({ line, col }: Position) => (starts[line - 1] ?? source.length) + col - 1;
  let text = source.slice(starts[first - 1] ?? 0, starts[last] ?? source.length).replace(/\r?\n$/, "");
  for (const { from, to, text: instead } of all.toSorted((one, other) => offset(other.from) - offset(one.from))) {
    const base = starts[first - 1] ?? 0;
    text = text.slice(0, offset(from) - base) + instead + text.slice(offset(to) - base);
  }
  return text;
}

function startsOf(source: string): number[] {
  return [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
}

function shareLine(one: Edit, other: Edit): boolean {
  return one.from.line <= other.to.line && other.from.line <= one.to.line;
}

function overlap(one: Edit, other: Edit): boolean {
  return isBefore(one.from, other.to) && isBefore(other.from, one.to);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.col < other.col);
}

import type { Origin } from "../model/origin.ts";

/** A position in a string: `line` counts from 1, `column` from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The origin of a position in a string from a file. Exact for single lines, for block scalars (whose lines have the same indentation) and
 * for whole files; approximate for folded scalars.
 */
export function originAt(at: Origin, start: Place, end?: Place): Origin {
  const col = at.col + start.column;
  const origin = { file: at.file, line: at.line + start.line - 1, col };
  return end?.line === start.line && end.column > start.column ? { ...origin, end: at.col + end.column } : origin;
}

/** Converts an index in a string to its position. */
export function placeOf(text: string, index: number): Place {
  const before = text.slice(0, index);
  return { line: before.split("\n").length, column: index - (before.lastIndexOf("\n") + 1) };
}

/** Converts a position in a string to its index. */
export function indexOf(text: string, { line, column }: Place): number {
  const above = text.split("\n").slice(0, line - 1);
  return above.reduce((index, row) => index + row.length + 1, 0) + column;
}

/** Two indices in a text; `end` is exclusive. */
interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The origin of a range of a value's text, which begins at `at`. */
export function originOfRange(at: Origin, text: string, { start, end }: TextRange): Origin {
  return originAt(at, placeOf(text, start), placeOf(text, end));
}

import type { Origin } from "../model/origin.ts";

/** A position in a string: `line` counts from 1, `column` from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The position in the file of a position in a string; `line` and `col` start at 1. */
export type PlaceIn = (place: Place) => { readonly line: number; readonly col: number };

/**
 * Where a string from a file begins. Without `placeIn`, each line of the string is a line of the file with the same indentation: so it
 * is in whole files and in values of one line. `placeIn` knows the escapes, folded lines and indentation of other values.
 */
export interface TextStart extends Origin {
  readonly placeIn?: PlaceIn;
}

/** The origin of a position in a string from a file. */
export function originAt(at: TextStart, start: Place, end?: Place): Origin {
  if (at.placeIn) return mapped(at.file, at.placeIn(start), end && at.placeIn(end));
  const col = at.col + start.column;
  const origin = { file: at.file, line: at.line + start.line - 1, col };
  return end?.line === start.line && end.column > start.column ? { ...origin, end: at.col + end.column } : origin;
}

function mapped(file: string, { line, col }: ReturnType<PlaceIn>, end: ReturnType<PlaceIn> | undefined): Origin {
  const origin = { file, line, col };
  return end?.line === line && end.col > col ? { ...origin, end: end.col } : origin;
}

/** Where the lines of a text begin. */
interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
  /** As Handlebars counts them: a lone `\r` ends a line, too. */
  readonly parsed: readonly number[];
}

/** The lines of the last text: a text with many faults needs many positions. */
let known: Lines = { text: "", starts: [0], parsed: [0] };

function linesOf(text: string): Lines {
  if (known.text !== text) {
    const starts = startsAfter(/\n/g, text);
    known = { text, starts, parsed: text.includes("\r") ? startsAfter(/\r\n?|\n/g, text) : starts };
  }
  return known;
}

function startsAfter(end: RegExp, text: string): number[] {
  return [0, ...Array.from(text.matchAll(end), (match) => match.index + match[0].length)];
}

/** Converts an index in a string to its position. */
export function placeOf(text: string, index: number): Place {
  const { starts } = linesOf(text);
  let line = 1;
  for (let above = starts.length; line < above;) {
    const middle = Math.ceil((line + above) / 2);
    if ((starts[middle - 1] ?? 0) <= index) line = middle;
    else above = middle - 1;
  }
  return { line, column: index - (starts[line - 1] ?? 0) };
}

/** Converts a position that Handlebars reports to an index. */
export function indexOf(text: string, { line, column }: Place): number {
  return (linesOf(text).parsed[line - 1] ?? text.length) + column;
}

/** Two indices in a text; `end` is exclusive. */
interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The origin of a range of a value's text, which begins at `at`. */
export function originOfRange(at: TextStart, text: string, { start, end }: TextRange): Origin {
  return originAt(at, placeOf(text, start), placeOf(text, end));
}

/** The origin of a part of a template at positions that Handlebars reports. */
export function originOfParsed(at: TextStart, text: string, { start, end }: { start: Place; end?: Place }): Origin {
  if (!text.includes("\r")) return originAt(at, start, end);
  const own = (place: Place) => placeOf(text, indexOf(text, place));
  return originAt(at, own(start), end && own(end));
}

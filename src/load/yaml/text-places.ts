import type { LineCounter, Scalar } from "yaml";
import { indexOf, type PlaceIn } from "../../language/position.ts";

/** The text of the file, and where a scalar is in it: from its first mark to behind its last character. */
interface Written {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly lines: LineCounter;
}

/** Finds the position in the file of each character of a scalar's value. Undefined if adding to the start is enough. */
export function placesOf(scalar: Scalar, written: Written): PlaceIn | undefined {
  const { type, value } = scalar;
  const { text, start, end, lines } = written;
  if (typeof value !== "string" || value === "" || type === undefined) return undefined;
  const raw = text.slice(start, end);
  const plainLine = type === "PLAIN" && !raw.includes("\n");
  const quotedLine = type.startsWith("QUOTE") && !/\n|\\|''/.test(raw);
  if (plainLine || quotedLine) return undefined;
  // Up to there, a quoted text is written as it is.
  const same = type.startsWith("QUOTE") ? raw.search(/\s*\n|\\|''/) - 1 : 0;
  let offsets: readonly number[] | undefined;
  return (place) => {
    const index = Math.min(indexOf(value, place), value.length);
    if (index < same) return lines.linePos(start + 1 + index);
    offsets ??= offsetsOf(value, unitsOf(raw, type), start);
    return lines.linePos(offsets[index] ?? start);
  };
}

/** A part of the value as it is written. `\x41` is one unit with an end four characters further. */
interface Unit {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly escaped: boolean;
}

/**
 * The offset of each character of the value, and of its end. All characters that are not blanks or line ends are written in the
 * order of the value; blanks and line ends are folded, indented and trimmed, so each is located right behind the one before it.
 */
function offsetsOf(value: string, units: readonly Unit[], start: number): readonly number[] {
  const offsets: number[] = [];
  let behind = units[0]?.start ?? 0;
  let next = 0;
  for (const char of value) {
    const unit = units[next];
    const taken = unit?.value === char && (unit.escaped || !isBlank(char)) ? unit : undefined;
    for (let part = 0; part < char.length; part++) offsets.push(start + (taken?.start ?? behind));
    behind = taken?.end ?? behind + (isBlank(char) && char !== "\n" ? 1 : 0);
    if (taken) next++;
  }
  return [...offsets, start + behind];
}

function unitsOf(raw: string, type: Scalar.Type): Unit[] {
  const pattern = PATTERNS[type] ?? /[^\s]/gsu;
  const skipped = type.startsWith("BLOCK") ? headerLength(raw) : type.startsWith("QUOTE") ? 1 : 0;
  const content = type.startsWith("QUOTE") ? raw.slice(0, -1) : raw;
  pattern.lastIndex = skipped;
  return [...content.matchAll(pattern)].flatMap((match) => {
    const [written] = match;
    const value = unescaped(written);
    const place = { start: match.index, end: match.index + written.length, escaped: written.length > 1 };
    return Array.from(value, (char) => ({ ...place, value: char }));
  });
}

/** A character or an escape sequence, but not a blank or an escaped line end. */
const PATTERNS: Partial<Record<Scalar.Type, RegExp>> = {
  QUOTE_SINGLE: /''|[^\s]/gsu,
  QUOTE_DOUBLE: /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n|.)|[^\s]/gsu,
};

function headerLength(raw: string): number {
  const end = raw.indexOf("\n");
  return end < 0 ? raw.length : end + 1;
}

const NAMED: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

function unescaped(written: string): string {
  if (written === "''") return "'";
  if (written.length < 2 || !written.startsWith("\\")) return written;
  const kind = written.charAt(1);
  if (/^\\[xuU].{2}/s.test(written)) return String.fromCodePoint(Number.parseInt(written.slice(2), 16));
  return /\s/.test(kind) && kind !== " " && kind !== "\t" ? "" : (NAMED[kind] ?? kind);
}

function isBlank(char: string): boolean {
  return /\s/.test(char);
}

import type { Origin } from "../../model/origin.ts";
import { originOfRange } from "../position.ts";

/** A text with its slices written as calls, and where a position of it was before. */
interface Expanded {
  readonly text: string;
  readonly original: (index: number) => number;
}

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

interface Bracket {
  readonly open: string;
  readonly at: number;
  /** It comes after a value, so that it is an index. */
  readonly isIndex: boolean;
  /** The `?` that no `:` belongs to yet. */
  choices: number;
  colon: number | undefined;
}

const TOKEN = /r?("""|''')[^]*?\1|"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[()[\]{}?:]/g;
const VALUE_BEFORE = /[\w)\]}"']\s*$/;
const OPERATOR_BEFORE = /\bin\s*$/;

/** Writes Python's slices, which CEL lacks, as calls: `l[1:3]` becomes `l.slice(1, 3)`. */
export function expandSlices(text: string): Expanded {
  const edits = text.includes("[") && text.includes(":") ? editsIn(text) : [];
  if (edits.length === 0) return { text, original: (index) => index };
  const pieces = edits.map(({ at, text: written }, index) => {
    const before = edits[index - 1];
    return text.slice(before ? before.at + before.length : 0, at) + written;
  });
  const last = edits.at(-1);
  return { text: pieces.join("") + text.slice(last ? last.at + last.length : 0), original: originalIn(edits) };
}

/** The origin of a range of the expanded text, in the text as written. */
export function originInExpression(at: Origin, text: string, { start, end }: { start: number; end: number }): Origin {
  const { original } = expandSlices(text);
  return originOfRange(at, text, { start: original(start), end: original(end) });
}

function originalIn(edits: readonly Edit[]): (index: number) => number {
  return (index) => {
    let moved = 0;
    for (const { at, length, text } of edits) {
      const start = at + moved;
      if (index <= start) break;
      if (index < start + text.length) return at;
      moved += text.length - length;
    }
    return index - moved;
  };
}

function editsIn(text: string): readonly Edit[] {
  const open: Bracket[] = [];
  const edits: Edit[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const top = open.at(-1);
    if ("([{".includes(token)) {
      const before = text.slice(0, index);
      const isIndex = token === "[" && VALUE_BEFORE.test(before) && !OPERATOR_BEFORE.test(before);
      open.push({ open: token, at: index, isIndex, choices: 0, colon: undefined });
    } else if (")]}".includes(token)) {
      open.pop();
      if (top?.colon !== undefined) edits.push(...editsFor(text, top.at, top.colon, index));
    } else if (token === "?" && top) top.choices += 1;
    else if (token === ":" && top && top.choices > 0) top.choices -= 1;
    else if (token === ":" && top?.isIndex) {
      if (top.colon !== undefined) return [];
      top.colon = index;
    }
  }
  return edits.sort((a, b) => a.at - b.at);
}

function editsFor(text: string, open: number, colon: number, close: number): readonly Edit[] {
  const isFirst = text.slice(open + 1, colon).trim() === "";
  const isLast = text.slice(colon + 1, close).trim() === "";
  return [
    { at: open, length: 1, text: isFirst ? ".slice(0" : ".slice(" },
    { at: colon, length: 1, text: isLast ? "" : "," },
    { at: close, length: 1, text: ")" },
  ];
}

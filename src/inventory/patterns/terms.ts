import { isIP } from "node:net";

/** Text between commas; a comma in braces belongs to a regular expression. */
const PIECES = /(?:\[[^\]]*\]|\{[^}]*\}|[^,])+/g;

/** A regular expression, or a name or glob. A `:` in brackets or parentheses belongs to the term. */
const TERMS = /[!&]?~(?:\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|\\.|[^\s:])*|(?:\[[^\]]*\]|[^\s:])+/g;

/** The terms of a pattern. An IPv6 address between commas is one term. */
export function splitTerms(pattern: string): string[] {
  return (pattern.match(PIECES) ?? []).flatMap((piece) => {
    const term = piece.trim();
    return isIP(term.replace(/^[!&]/, "")) === 6 ? [term] : (term.match(TERMS) ?? []);
  });
}

/** `base[first]` or `base[first:last]`, both of which belong to it. */
export interface Subscript {
  readonly base: string;
  /** With its brackets. */
  readonly written: string;
  /** Counts from 0; negative: from the end, which begins with -1. */
  readonly first: number;
  /** Undefined: only the first. */
  readonly last: number | undefined;
}

/** Undefined if there are no brackets with numbers at the end: other brackets, such as `[1-3]`, belong to a glob. */
export function readSubscript(name: string): Subscript | undefined {
  const [, base, written, one, from, to] = /^(.+)(\[(?:(-?\d+)|(\d*):(\d*))\])$/.exec(name) ?? [];
  if (base === undefined || written === undefined || written === "[:]") return undefined;
  if (one !== undefined) return { base, written, first: Number(one), last: undefined };
  return { base, written, first: Number(from ?? 0), last: to ? Number(to) : Infinity };
}

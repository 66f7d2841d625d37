import type { Argument } from "./tree.ts";

/** In characters. A part may occur twice in its translation, so that nested ones grow exponentially. */
const LONGEST = 1000;

function ifShort(text: string): string | undefined {
  return text.length > LONGEST ? undefined : text;
}

/** Combines translations; undefined if one is missing, or if the result is too long for a hint. */
export function join(
  parts: readonly (string | undefined)[],
  combine: (parts: readonly string[]) => string,
): string | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? ifShort(combine(known)) : undefined;
}

/** Whether a pattern uses all arguments that are given, and all of them by position: dropping one would change the meaning. */
export function takes(pattern: string, args: readonly Argument[]): boolean {
  const most = Math.max(0, ...[...pattern.matchAll(/\$(\d)/g)].map((match) => Number(match[1])));
  return args.length <= most && args.every(({ name }) => name === undefined);
}

/** Fills a pattern; undefined if an argument that it uses is missing. */
export function filled(pattern: string, parts: readonly (string | undefined)[]): string | undefined {
  const used = [...pattern.matchAll(/\$(\d)/g)].map((match) => Number(match[1]));
  if (used.some((index) => parts[index] === undefined)) return undefined;
  return ifShort(pattern.replace(/\$(\d)/g, (_, index: string) => atom(parts[Number(index)] ?? "", pattern)));
}

/** A part in parentheses, if it is a longer expression and the pattern calls a method of it. */
function atom(part: string, pattern: string): string {
  return isLoose(part) && /\$0[.[]|[!%=<>&|]/.test(pattern) ? `(${part})` : part;
}

/** Whether an expression has operators outside of parentheses, brackets and strings. */
export function isLoose(text: string): boolean {
  let bare = text.replace(/"(?:[^"\\]|\\[^])*"/g, "s");
  for (let before = ""; before !== bare;) {
    before = bare;
    bare = bare.replace(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, "p");
  }
  return /\s/.test(bare);
}

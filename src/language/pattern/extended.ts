import { compilePattern } from "./pattern.ts";
import type { PatternProblem } from "./explain.ts";

type Extended = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: PatternProblem };

/** Thrown for a part of a pattern that an extended regular expression cannot express. */
class Inexpressible extends Error {
  readonly part: string;

  constructor(part: string) {
    super(part);
    this.part = part;
  }
}

/**
 * Writes a pattern, in which the classes of Python and RE2 work, as the extended regular expression of POSIX that matches the same lines:
 * `grep -E` on the target does not know `\d`, and would never find it.
 */
export function extendedPattern(text: string): Extended {
  const compiled = compilePattern(text);
  if (!compiled.ok) return compiled;
  try {
    return { ok: true, text: translate(text) };
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
    const problem = `\`${error.part}\` is not supported in a pattern that the target's grep matches`;
    return { ok: false, problem: { problem, hint: HINT } };
  }
}

const HINT = String.raw`Use characters, sets ([a-z]), \d, \w, \s, \b, groups, |, *, +, ? and {2,5}; each line is matched on its own.`;

/** A part of a pattern: a set, an escape, the beginning of a group, a quantifier with its mark of laziness, or another character. */
const PART =
  /\[\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]\\])*\]|\\x\{?[0-9A-Fa-f]+\}?|\\[^]|\(\?(?:P?<\w+>|[a-zA-Z-]+[:)]|:)?|(?:[*+?]|\{\d*,?\d*\})\??|[^]/g;

function translate(text: string): string {
  return (text.match(PART) ?? []).map(partInExtended).join("");
}

const CLASSES: Readonly<Record<string, string>> = { d: "0-9", w: "A-Za-z0-9_", s: "[:space:]" };
const SINGLE: Readonly<Record<string, string>> = {
  t: "\t",
  f: "\f",
  v: "\v",
  A: "^",
  Z: "$",
  z: "$",
  b: String.raw`\b`,
  B: String.raw`\B`,
};

function partInExtended(part: string): string {
  if (part.length > 1 && part.startsWith("[")) return setInExtended(part);
  if (part.startsWith("\\")) return escapeInExtended(part);
  if (part.startsWith("(?")) return groupInExtended(part);
  // A lazy quantifier finds the same lines as a greedy one.
  if (/^[*+?{].*\?$/.test(part) && part.length > 1) return partInExtended(part.slice(0, -1));
  if (/^\{,\d/.test(part)) return `{0${part.slice(1)}`;
  if (part === "{" || part === "}" || part === "{}" || part === "{,}") return part.replace(/[{}]/g, "\\$&");
  if (part === "\n") throw new Inexpressible(String.raw`\n`);
  return part;
}

function groupInExtended(part: string): string {
  if (part === "(?m)") return "";
  if (/^\(\?(?::|P?<\w+>)$/.test(part)) return "(";
  throw new Inexpressible(part);
}

function escapeInExtended(escape: string): string {
  const name = escape.charAt(1);
  const chars = CLASSES[name.toLowerCase()];
  if (chars !== undefined) return `[${name === name.toLowerCase() ? "" : "^"}${chars}]`;
  if (Object.hasOwn(SINGLE, name)) return SINGLE[name] ?? "";
  return literal(characterOf(escape));
}

/** A character as itself. */
function literal(char: string): string {
  return /[\\^$.[\]|()*+?{}]/.test(char) ? `\\${char}` : char;
}

/** The character that an escape stands for: `\.`, `\x41`, `\t`. */
function characterOf(escape: string): string {
  const hex = /^\\x\{?([0-9A-Fa-f]+)\}?$/.exec(escape)?.[1];
  if (hex !== undefined) {
    const char = String.fromCodePoint(parseInt(hex, 16));
    if (char !== "\n" && char !== "\0") return char;
  }
  const [, name = ""] = escape;
  if (name === "t" || name === "f" || name === "v") return SINGLE[name] ?? "";
  if (/[A-Za-z0-9\n]/.test(name)) throw new Inexpressible(escape);
  return name;
}

/** In a set of POSIX a backslash is a character, `]` must be the first and `-` the last. */
function setInExtended(set: string): string {
  const negated = set.startsWith("[^");
  const inner = set.slice(negated ? 2 : 1, -1);
  const items = inner.match(/\[:\^?\w+:\]|\\x\{?[0-9A-Fa-f]+\}?|\\[^]|[^]/g) ?? [];
  const chars = new Set<string>();
  let text = "";
  for (let index = 0; index < items.length; index++) {
    const item = items[index] ?? "";
    const [to] = items[index + 1] === "-" ? items.slice(index + 2) : [];
    if (/^\[:\w/.test(item)) text += item;
    else if (CLASSES[item.slice(1)] !== undefined && item.startsWith("\\")) text += CLASSES[item.slice(1)] ?? "";
    else if (to !== undefined) {
      text += rangeInExtended(plain(item), plain(to));
      index += 2;
    } else chars.add(plain(item));
  }
  return composed(negated, text, chars);
}

function plain(item: string): string {
  if (item.startsWith("[:")) throw new Inexpressible(item);
  return item.startsWith("\\") ? characterOf(item) : item;
}

function rangeInExtended(from: string, to: string): string {
  if (/[\]^[\\-]/.test(from + to)) throw new Inexpressible(`${from}-${to}`);
  return `${from}-${to}`;
}

function composed(negated: boolean, text: string, chars: Set<string>): string {
  const [bracket, caret, dash, open] = ["]", "^", "-", "["].map((char) => (chars.delete(char) ? char : ""));
  const rest = `${bracket ?? ""}${text}${[...chars].join("")}${open ?? ""}`;
  if (rest === "" && caret === "^" && !negated) return dash === "-" ? "[-^]" : String.raw`\^`;
  return `[${negated ? "^" : ""}${rest}${caret ?? ""}${dash ?? ""}]`;
}

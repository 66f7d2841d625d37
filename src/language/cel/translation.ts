import { celFor, missingHintFor, specialHintFor } from "../jinja/hints.ts";
import { parseJinja } from "../jinja/parse.ts";
import { commentIn } from "./comments.ts";
import { parseCel } from "./environment.ts";

const EQUALS = /(?<![=!<>])=(?![=~])/g;

/** What people write instead of CEL's operators, and the operators. Tried one after the other, and all together. */
const REPAIRS: readonly (readonly [written: RegExp, meant: string])[] = [
  [/(["'])\{\{\s*([^{}]+?)\s*\}\}\1/g, "$2"],
  [/\{\{\s*([^{}]+?)\s*\}\}/g, "$1"],
  [/([\w.[\]]+)\s*=~\s*("[^"]*"|'[^']*'|[\w.]+)/g, "$1.matches($2)"],
  [/([\w.[\]]+)\s*!~\s*("[^"]*"|'[^']*'|[\w.]+)/g, "!$1.matches($2)"],
  [/!==/g, "!="],
  [/===/g, "=="],
  [/<>/g, "!="],
  [EQUALS, "=="],
  [/\bAND\b/g, "&&"],
  [/\bOR\b/g, "||"],
  [/\bNOT\s+/g, "!"],
  [/(?<!&)&(?!&)/g, "&&"],
  [/^\s*([\w.]+)\s*\?\?\s*(\S.*)$/g, "defined($1) ? $1 : $2"],
  [/\btrue\s*==\s*|\s*==\s*True\b/g, ""],
];

/** "Write …" for an expression in Jinja or with operators of other languages; or what to do about a part that has no counterpart. */
export function translationHint(text: string): string | undefined {
  const special = specialHintFor(text);
  if (special !== undefined) return special;
  const cel = translation(text);
  return cel === undefined ? missingHintFor(text) : `Write ${cel}.`;
}

/** The expression in CEL for one in Jinja or with operators of other languages; undefined if there is none. */
export function translation(text: string): string | undefined {
  const found = [text, ...repaired(text)]
    .flatMap((tried) => [...(tried === text ? [] : [tried]), celFor(tried)])
    .find(isCel);
  return found?.trim();
}

function repaired(text: string): string[] {
  // In a call of Jinja, the sign names an argument.
  const repairs = parseJinja(text) ? REPAIRS.filter(([written]) => written !== EQUALS) : REPAIRS;
  const each = repairs.map(([written, meant]) => text.replace(written, meant));
  const all = repairs.slice(0, -1).reduce((sum, [written, meant]) => sum.replace(written, meant), text);
  return [...each, all].filter((repair) => repair !== text);
}

function isCel(text: string | undefined): text is string {
  if (text === undefined || commentIn(text) !== undefined) return false;
  try {
    parseCel(text);
    return true;
  } catch {
    return false;
  }
}

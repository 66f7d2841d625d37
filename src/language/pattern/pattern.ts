import { createRequire } from "node:module";
import type { RE2JS } from "re2js";
import { LimitExceeded, MAX_STEPS, spend } from "../limits/budget.ts";
import { explainPattern, type PatternProblem } from "./explain.ts";
import { withinTime } from "./time-limit.ts";

/** A compiled regular expression. */
export interface Pattern {
  /** A measure of its size: matching takes at most this many steps for each character. */
  readonly size: number;
  /** Whether it matches anywhere in a text, in time that grows linearly with the text. */
  readonly test: (text: string) => boolean;
  /** Its matches in a text, from the first on, at most a number of them. */
  readonly find: (text: string, most: number) => readonly Match[];
}

/** A match: where it is, the text of each group, and those of the groups with a name. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** The whole match, and then the groups; null for a group that took no part. */
  readonly groups: readonly (string | null)[];
  readonly named: Readonly<Record<string, string | null>>;
}

type CompiledPattern =
  { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly problem: PatternProblem };

/** Characters times the pattern's size. Up to here a match takes 0.2 s at most; above, it gets a time limit. */
const QUICK = 2_000_000;
const WORK_PER_STEP = 16;
const LONGEST_MS = 1000;
const STEPS_PER_MS = MAX_STEPS / LONGEST_MS;

/** Whether a pattern matches anywhere in a text; throws LimitExceeded if that takes too long. */
export function matchPattern({ size, test }: Pattern, text: string): boolean {
  const work = text.length * size;
  if (work <= QUICK) {
    spend(Math.ceil(work / WORK_PER_STEP));
    return test(text);
  }
  const start = performance.now();
  const found = withinTime(LONGEST_MS, () => test(text));
  spend(Math.ceil((performance.now() - start) * STEPS_PER_MS));
  return found;
}

/** The matches of a pattern in a text, at most a number of them; throws LimitExceeded if that takes too long. */
export function findMatches({ size, find }: Pattern, text: string, most = Infinity): readonly Match[] {
  // Each match may look at the rest of the text again.
  const work = text.length * size * (most === 1 ? 1 : text.length + 1);
  const start = performance.now();
  const found = work <= QUICK ? find(text, most) : withinTime(LONGEST_MS, () => find(text, most));
  spend(work <= QUICK ? Math.ceil(work / WORK_PER_STEP) : Math.ceil((performance.now() - start) * STEPS_PER_MS));
  spend(found.length);
  return found;
}

/** The matches in each of some texts, at most a number in each, outside an evaluation; undefined if they take longer than a second. */
export function findInEach(
  { size, find }: Pattern,
  texts: readonly string[],
  most: number,
): readonly (readonly Match[])[] | undefined {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const findAll = () => texts.map((text) => find(text, most));
  try {
    return length * size <= QUICK && most === 1 ? findAll() : withinTime(LONGEST_MS, findAll);
  } catch (error) {
    if (error instanceof LimitExceeded) return undefined;
    throw error;
  }
}

/** Patterns of conditions that are evaluated again and again. */
const compiled = new Map<string, CompiledPattern>();
const MAX_COMPILED = 500;

/**
 * Compiles a regular expression that a user wrote. The engine is RE2, which never backtracks: a pattern that a user wrote meets text that
 * a target printed, and JavaScript's RegExp can take exponential time for it.
 */
export function compilePattern(text: string): CompiledPattern {
  const known = compiled.get(text);
  if (known) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const result = compile(text);
  compiled.set(text, result);
  return result;
}

function compile(text: string): CompiledPattern {
  const { RE2JS } = engine();
  try {
    const pattern = RE2JS.compile(inRe2(text));
    const find = (subject: string, most: number) => matchesOf(pattern, subject, most);
    return { ok: true, pattern: { size: pattern.programSize(), test: (subject) => pattern.test(subject), find } };
  } catch (error) {
    return { ok: false, problem: explainPattern(error) };
  }
}

function matchesOf(pattern: RE2JS, text: string, most: number): readonly Match[] {
  const matcher = pattern.matcher(text);
  const names = Object.keys(pattern.namedGroups());
  const found: Match[] = [];
  while (found.length < most && matcher.find()) {
    const groups = Array.from({ length: pattern.groupCount() + 1 }, (_, index) => matcher.group(index));
    const named = Object.fromEntries(names.map((name) => [name, matcher.group(name)]));
    found.push({ start: matcher.start(), end: matcher.end(), groups, named });
  }
  return found;
}

/** Loaded when a project first uses a pattern: most runs use none, and loading takes 10 ms. */
function engine(): typeof import("re2js") {
  // A package's type follows from its name, which `require` does not know.
  return createRequire(import.meta.url)("re2js") as typeof import("re2js");
}

/** An escape, a set, or a count without a minimum. */
const PART = /\\(?:u([0-9A-Fa-f]{4})|[^])|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\{,(\d+)\}/g;

/** What Python and JavaScript write in another way than RE2. */
function inRe2(text: string): string {
  return text.replace(PART, (part, digits: string | undefined, most: string | undefined) => {
    if (digits !== undefined) return `\\x{${digits}}`;
    if (most !== undefined) return `{0,${most}}`;
    if (part.startsWith("["))
      return part.replace(/\\u([0-9A-Fa-f]{4})|\\[^]/g, (escape, hex?: string) =>
        hex === undefined ? escape : `\\x{${hex}}`,
      );
    return part === "\\Z" ? "\\z" : part;
  });
}

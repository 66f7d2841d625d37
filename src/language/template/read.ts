import { languageFault } from "../../errors/catalogue/language.ts";
import { conditionHint, elseHint, mustacheHint, trimHint } from "../jinja/hints.ts";
import { isWhole, mustacheAround } from "../jinja/mustache.ts";
import { findStatements } from "../jinja/statements.ts";
import { statementHint } from "../jinja/translate-statement.ts";
import { originOfRange } from "../position.ts";
import type { Compilation } from "./compilation.ts";
import { limitFault } from "./limits.ts";
import { parseTemplate, type Parsed, type Program } from "./parse.ts";

/** More syntax errors of one template are not reported. */
const MAX_FAULTS = 11;
/** Nor are more statements of Jinja. */
const MAX_STATEMENTS = 100;
const LONGEST_SHOWN = 60;

/**
 * Parses a template. Its statements and comments in Jinja and its syntax errors are recorded as faults; what is wrong is left out, so that
 * the rest of the template is checked too. Undefined if nothing can be left out.
 */
export function readTemplate(text: string, compilation: Compilation): Program | undefined {
  const excess = limitFault(text, compilation.at);
  if (excess) {
    compilation.faults.push(excess);
    return undefined;
  }
  let rest = withoutStatements(text, compilation);
  for (let count = 0; count < MAX_FAULTS; count++) {
    const parsed = parseTemplate(rest, compilation.at);
    if (parsed.ok) return parsed.program;
    const less = withoutError(rest, parsed, compilation);
    if (less === undefined) return undefined;
    rest = less;
  }
  return undefined;
}

function withoutStatements(text: string, { at, faults }: Compilation): string {
  const found = findStatements(text);
  for (const range of found.slice(0, MAX_STATEMENTS)) {
    const written = text.slice(range.start, range.end);
    const shown = written.length > LONGEST_SHOWN ? `${written.slice(0, LONGEST_SHOWN)}…` : written;
    const parameters = { written: shown.replace(/\s+/g, " "), hint: statementHint(written) };
    faults.push(languageFault("language/jinja", parameters, { origin: originOfRange(at, text, range) }));
  }
  return withoutRanges(text, found);
}

function withoutRanges(text: string, ranges: ReturnType<typeof findStatements>): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(from, start), blank(text.slice(start, end)));
    from = end;
  }
  return parts.join("") + text.slice(from);
}

/** A text of the same length and with the same lines. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

type Failed = Extract<Parsed, { ok: false }>;

/** Records a syntax error; returns the text without it, or undefined if it concerns more than one mustache. */
function withoutError(rest: string, { error }: Failed, compilation: Compilation): string | undefined {
  const { origin, problem, hint, index } = error;
  const mustache = index === undefined ? undefined : mustacheAround(rest, index);
  const instead =
    mustache && (trimHint(rest.slice(mustache.start, mustache.end)) ?? hintFor(mustache.inner, compilation));
  compilation.faults.push(languageFault("language/template-syntax", { problem, hint: instead ?? hint }, { origin }));
  if (!mustache) return undefined;
  const { inner, start, end } = mustache;
  const block = /^[#^]\s*(\w+)/.exec(inner)?.[0];
  if (block === undefined && /^(?:else|[#^/>*])/.test(inner)) return undefined;
  return replaced(rest, { start, end }, block === undefined ? "" : `{{${block} 0}}`);
}

function hintFor(inner: string, compilation: Compilation): string | undefined {
  const [, block, condition] = /^[#^]\s*(if|unless)\s+([^]*)$/.exec(inner) ?? [];
  if (block !== undefined && condition !== undefined) return conditionHint(block, condition);
  const otherwise = /^(?:elif|else\s*if)\s+([^]*)$/.exec(inner)?.[1];
  if (otherwise !== undefined) return elseHint(otherwise);
  return mustacheHint(inner, isWhole(compilation));
}

/** Replaces a range by another text of the same length and with the same lines, so that positions stay. */
function replaced(text: string, { start, end }: { start: number; end: number }, other: string): string {
  return text.slice(0, start) + other + blank(text.slice(start + other.length, end)) + text.slice(end);
}

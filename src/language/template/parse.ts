import Handlebars from "handlebars";
import { languageFault } from "../../errors/catalogue/language.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import { indexOf, originAt, placeOf, type Place } from "../position.ts";

export type Program = hbs.AST.Program;
export type Node = hbs.AST.Node;
export type Path = hbs.AST.PathExpression;
export type Partial = hbs.AST.PartialStatement;
export type Mustache = hbs.AST.MustacheStatement;
export type Block = hbs.AST.BlockStatement;
export type Call = Mustache | Block | hbs.AST.SubExpression;

interface Token {
  readonly match: string;
  readonly yylloc: { first_line: number; first_column: number; last_line: number; last_column: number };
}

// The generated parser is exported but not typed; its lexer is the only one to know in which column it stopped.
const { lexer } = (Handlebars as unknown as { Parser: { lexer: Token } }).Parser;

export function parseTemplate(text: string, at: Origin): Outcome<Program> {
  try {
    return good(Handlebars.parse(text));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { origin, ...parameters } = explain(error, text, at);
    return bad(languageFault("language/template-syntax", parameters, { origin }));
  }
}

/** The one `{{ }}` that a template consists of. */
export function loneMustache({ body }: Program): Mustache | undefined {
  const [only, more] = body;
  return only && !more && isType<Mustache>(only, "MustacheStatement") ? only : undefined;
}

export function isType<N extends Node & { readonly type: string }>(node: Node, type: N["type"]): node is N {
  return node.type === type;
}

interface Explanation {
  readonly origin: Origin;
  readonly problem: string;
  readonly hint: string;
}

function explain(error: Error, text: string, at: Origin): Explanation {
  const mismatch = /^(.*) doesn't match (.*) - \d+:\d+$/.exec(error.message);
  if (mismatch) return { origin: placed(error, at), ...closing(mismatch[1] ?? "", mismatch[2] ?? "") };
  const path = /^Invalid path: (.*) - \d+:\d+$/.exec(error.message);
  if (path) {
    const hint = "`..` and `this` can only stand at the beginning of a path.";
    return { origin: placed(error, at), problem: `\`${path[1] ?? ""}\` is not a path`, hint };
  }
  const got = /got '(\w+)'$/.exec(error.message)?.[1] ?? "";
  const open = got === "EOF" ? openBlock(text) : undefined;
  if (open) {
    const start = placeOf(text, open.index);
    const problem = `{{#${open.name}}} is never closed`;
    return { origin: originAt(at, start), problem, hint: `Write {{/${open.name}}} where it ends.` };
  }
  const { first_line, first_column, last_line, last_column } = lexer.yylloc;
  const start = { line: first_line, column: first_column };
  const braces = got === "INVALID" ? openBraces(text, indexOf(text, start)) : undefined;
  if (braces) return { origin: originAt(at, braces), problem: "{{ is never closed", hint: "Write }} where it ends." };
  const origin = originAt(at, start, { line: last_line, column: last_column });
  return { origin, ...unexpected(got, lexer.match) };
}

/** Handlebars' own exceptions carry the place in these two fields. */
function placed(error: Error, at: Origin): Origin {
  const { lineNumber, column } = error as Error & { lineNumber?: number; column?: number };
  return originAt(at, { line: lineNumber ?? 1, column: column ?? 0 });
}

function closing(opened: string, closed: string): { problem: string; hint: string } {
  const problem = `{{#${opened}}} is closed by {{/${closed}}}`;
  return { problem, hint: `Write {{/${opened}}} where it ends, and close what was opened last first.` };
}

const UNEXPECTED: Readonly<Record<string, { problem: string; hint: string }>> = {
  EOF: { problem: "it ends too early", hint: "Close what was opened with {{ by }}." },
  CLOSE: { problem: "something is missing before }}", hint: "Write a variable's name between {{ and }}." },
  OPEN_ENDBLOCK: { problem: "nothing is open that {{/ could close here", hint: "Remove it, or open the block before." },
  NUMBER: { problem: "a number cannot end a path", hint: "An element of a list is written in brackets: list.[0]." },
  SEP: {
    problem: "a path cannot begin with a dot",
    hint: "Braces meant for another program go between {{{{raw}}}} and {{{{/raw}}}}, or into a value tagged !raw.",
  },
  INVERSE: { problem: "{{else}} stands outside of a block", hint: "It belongs between {{#if …}} and {{/if}}." },
  CLOSE_BLOCK_PARAMS: {
    problem: "`|` has no meaning here",
    hint: "What Jinja calls a filter is a helper that stands first: {{upper name}}.",
  },
  EQUALS: {
    problem: "`=` has no meaning here",
    hint: "Compare with a helper: {{#if (eq a b)}}; expressions belong into `when` and !cel.",
  },
};

function unexpected(got: string, found: string): { problem: string; hint: string } {
  const hint = "Between {{ and }} stands a path (a.b.c, a.[0]) or a helper with its arguments; \\{{ writes the braces.";
  return UNEXPECTED[got] ?? { problem: `\`${found}\` cannot stand here`, hint };
}

/** The last `{{` before an index, where nothing closes it. */
function openBraces(text: string, index: number): Place | undefined {
  const open = text.lastIndexOf("{{", index);
  return open < 0 || text.includes("}}", open) ? undefined : placeOf(text, open);
}

/** The innermost block that is still open at the end of a text. */
function openBlock(text: string): { name: string; index: number } | undefined {
  const open: { name: string; index: number }[] = [];
  for (const match of text.matchAll(/\{\{~?([#^/])\s*([^\s}~]+)/g)) {
    if (match[1] === "/") open.pop();
    else open.push({ name: match[2] ?? "", index: match.index });
  }
  return open.at(-1);
}

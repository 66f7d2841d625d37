import Handlebars from "handlebars";
import type { Origin } from "../../model/origin.ts";
import { remembered } from "../parsing/remembered.ts";
import { indexOf, originAt, originOfParsed, originOfRange, placeOf, type Place } from "../position.ts";

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

// The generated parser is exported without types; only its lexer knows the column at which it stopped.
const { lexer } = (Handlebars as unknown as { Parser: { lexer: Token } }).Parser;

/** A parsed template, or its first syntax error. */
export type Parsed =
  { readonly ok: true; readonly program: Program } | { readonly ok: false; readonly error: Explanation };

/** Parses a template. */
export function parseTemplate(text: string, at: Origin): Parsed {
  try {
    return { ok: true, program: parsed(text) };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    return { ok: false, error: explain(error, text, at) };
  }
}

const parsed = remembered((text) => Handlebars.parse(text));

/** The one `{{ }}` that a template consists of. */
export function loneMustache({ body }: Program): Mustache | undefined {
  const [only, more] = body;
  return only && !more && isType<Mustache>(only, "MustacheStatement") ? only : undefined;
}

/** The name that a helper or block is called by. Contrary to the parser's types, it may be a literal: `{{true x}}`. */
export function nameOf({ path }: Call): string {
  return String((path as { readonly original?: unknown }).original);
}

/** Whether a node has a type; narrows the node's type. */
export function isType<N extends Node & { readonly type: string }>(node: Node, type: N["type"]): node is N {
  return node.type === type;
}

/** What is wrong with a template, and where. */
export interface Explanation {
  readonly origin: Origin;
  readonly problem: string;
  readonly hint: string;
  /** Where in the text the error is, if it concerns only the braces around it. */
  readonly index?: number;
}

function explain(error: Error, text: string, at: Origin): Explanation {
  const mismatch = /^(.*) doesn't match (.*) - \d+:\d+$/.exec(error.message);
  if (mismatch) return { origin: originOfError(error, text, at), ...closing(mismatch[1] ?? "", mismatch[2] ?? "") };
  const path = /^Invalid path: (.*) - \d+:\d+$/.exec(error.message);
  if (path) {
    const hint = "Use `..` and `this` only at the beginning of a path.";
    const index = indexOf(text, placeOfError(error));
    return { origin: originOfError(error, text, at), problem: `\`${path[1] ?? ""}\` is not a path`, hint, index };
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
  if (got === "INVALID") return invalid(text, indexOf(text, start), at);
  const origin = originOfParsed(at, text, { start, end: { line: last_line, column: last_column } });
  const index = CONCERNS_BLOCKS.has(got) ? {} : { index: indexOf(text, start) };
  return { origin, ...unexpected(got, lexer.match), ...index };
}

/** The lexer stops at the beginning of a word that has a strange character after it: `list[0]`. */
function invalid(text: string, from: number, at: Origin): Explanation {
  const index = from + (/^[\w-]*/.exec(text.slice(from))?.[0].length ?? 0);
  const start = text[index] === undefined || /\s/.test(text[index]) ? from : index;
  const origin = originOfRange(at, text, { start, end: start + 1 });
  return { origin, ...unexpected("INVALID", text.slice(start, start + 1)), index: from };
}

/** The unexpected tokens that concern more than the braces around them. */
const CONCERNS_BLOCKS: ReadonlySet<string> = new Set([
  ...["EOF", "OPEN_ENDBLOCK", "INVERSE"],
  ...["OPEN", "OPEN_UNESCAPED", "OPEN_BLOCK", "OPEN_INVERSE", "OPEN_PARTIAL"],
]);

function originOfError(error: Error, text: string, at: Origin): Origin {
  return originOfParsed(at, text, { start: placeOfError(error) });
}

/** The position that Handlebars' own exceptions carry. */
function placeOfError(error: Error): Place {
  const { lineNumber, column } = error as Error & { lineNumber?: number; column?: number };
  return { line: lineNumber ?? 1, column: column ?? 0 };
}

function closing(opened: string, closed: string): { problem: string; hint: string } {
  const problem = `{{#${opened}}} is closed by {{/${closed}}}`;
  return { problem, hint: `Write {{/${opened}}} where it ends, and close inner blocks first.` };
}

const UNEXPECTED: Readonly<Record<string, { problem: string; hint: string }>> = {
  EOF: { problem: "it ends too early", hint: "Close every {{ with }}." },
  CLOSE: { problem: "something is missing before }}", hint: "Write a variable's name between {{ and }}." },
  OPEN_ENDBLOCK: { problem: "{{/ closes no open block", hint: "Remove it, or open the block first." },
  NUMBER: { problem: "a number cannot end a path", hint: "Write the index of a list in brackets: list.[0]." },
  SEP: {
    problem: "a path cannot begin with a dot",
    hint: "Put braces meant for another program between {{{{raw}}}} and {{{{/raw}}}}, or into a value tagged !raw.",
  },
  INVERSE: { problem: "{{else}} is outside of a block", hint: "Write it between {{#if …}} and {{/if}}." },
  CLOSE_BLOCK_PARAMS: {
    problem: "`|` is not supported",
    hint: "Use a helper in place of a Jinja filter, and write it first: {{upper name}}.",
  },
  EQUALS: {
    problem: "`=` is not supported here",
    hint: "Compare with a helper: {{#if (eq a b)}}. Use expressions in `when` and !cel.",
  },
};

function unexpected(got: string, found: string): { problem: string; hint: string } {
  const hint =
    "Write a path (a.b.c, a.[0]) or a helper with its arguments between {{ and }}, or \\{{ for literal braces.";
  return UNEXPECTED[got] ?? { problem: `\`${found}\` is not allowed here`, hint };
}

/** The last `{{` before an index, if nothing closes it. */
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

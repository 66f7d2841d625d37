import { EvaluationError, ParseError, TypeError as CelTypeError, type ASTNode } from "@marcbachmann/cel-js";
import { languageFault } from "../../errors/catalogue/language.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import { FUNCTION_NAMES } from "./environment.ts";
import { MisusedFunction, operandsOf } from "./functions.ts";
import { commentIn } from "./comments.ts";
import { endHint, overloadHint, withoutDyn } from "./overload-hints.ts";
import { translationHint } from "./translation.ts";
import { InvalidPattern, MATCHES } from "./matches.ts";
import type { Evaluation } from "./view.ts";
import { describe } from "../describe.ts";
import { unreadFactHint } from "../facts/unread.ts";
import { ansibleNameHint, hostvarsHint } from "../jinja/facts.ts";
import { fieldOf, fieldsOf } from "../path.ts";
import { originOfRange } from "../position.ts";
import { expandSlices, originInExpression } from "./slices.ts";

type CelError = ParseError | EvaluationError | CelTypeError;

/** The fault for an error that CEL reports when it parses a text; undefined for other errors. */
export function compileFault(error: unknown, text: string, at: Origin): Fault | undefined {
  if (error instanceof CelTypeError || error instanceof InvalidPattern || error instanceof MisusedFunction)
    return expressionFault(error, text, at);
  if (!(error instanceof ParseError)) return undefined;
  if (/maxDepth/.test(error.summary)) return languageFault("language/too-deep", {}, { origin: at });
  const braces = text.indexOf("{{");
  const { start, end } = braces < 0 ? rangeOf(error, text) : { start: braces, end: braces + 2 };
  const origin = originOfRange(at, text, { start, end });
  const { problem, hint } = syntaxProblem(error, text, text.slice(start, end));
  return languageFault("language/expression-syntax", { problem, hint: translationHint(text) ?? hint }, { origin });
}

/** What the error is about: after `not`, which CEL reads as a name, it is that word. */
function rangeOf({ range: parsed = { start: 0, end: 0 } }: ParseError, text: string): { start: number; end: number } {
  const { original } = expandSlices(text);
  const range = { start: original(parsed.start), end: original(parsed.end) };
  const word = /\bnot\s+$/.exec(text.slice(0, range.start));
  return word ? { start: word.index, end: word.index + "not".length } : range;
}

/** The fault for a word that Python and Jinja have: `True`, `None`. It would be a variable here. */
export function wordFault(text: string, word: string, origin: Origin): Fault {
  const hint = translationHint(text) ?? ansibleNameHint(word) ?? "Write true, false or null.";
  return languageFault("language/expression-syntax", { problem: `\`${word}\` is a word of Python`, hint }, { origin });
}

/** The fault for `//`: a comment in CEL, which would leave out the rest of a condition, and a division in Jinja. */
export function commentFault(text: string, at: Origin): Fault | undefined {
  const start = commentIn(text);
  if (start === undefined) return undefined;
  const origin = originOfRange(at, text, { start, end: start + 2 });
  const hint = "Write a / b, which is whole for whole numbers; write a comment behind #, outside of the expression.";
  const parameters = { problem: "`//` begins a comment", hint: translationHint(text) ?? hint };
  return languageFault("language/expression-syntax", parameters, { origin });
}

const BY_WORD: Readonly<Record<string, string>> = {
  and: "Write && between two conditions.",
  or: "Write || between two conditions.",
  not: "Write ! before a condition.",
  is: 'Write == to compare, and defined("x") to check whether a variable exists.',
  "=": 'Write == to compare, and x.matches("pattern") to match a pattern.',
  "~": 'Write + to join strings, and x.matches("pattern") to match a pattern.',
  "|": 'Write || for “or”; filters are functions or methods here: size(x), x.join(",").',
  "&": "Write && for “and”.",
  ":": "A slice has a start and an end, but no step: x[1:3], x[1:], x[:3].",
};

function syntaxProblem(error: ParseError, text: string, word: string): { problem: string; hint: string } {
  if (word === "{{") {
    return { problem: "it contains {{ }}", hint: "Write the variables without braces: this is not a template." };
  }
  const hint = BY_WORD[word] ?? 'Expressions are CEL: a == 1 && b.c in ["x", "y"], !d, size(e) > 0.';
  if (text.trim() === "") return { problem: "it is empty", hint };
  if (/EOF/.test(error.summary)) return { problem: "it ends too early", hint: endHint(text) ?? hint };
  if (error.code === "unterminated_string" || /unterminated/i.test(error.summary)) {
    return { problem: "a string is not closed", hint: `Write ${word.charAt(0)} where the string ends.` };
  }
  if (/^(unexpected|expected)/.test(error.code)) return { problem: `\`${word}\` is not allowed here`, hint };
  const reserved = /^reserved identifier: (\w+)/i.exec(error.summary)?.[1];
  return { problem: lowerFirst(error.summary), hint: ansibleNameHint(reserved ?? "") ?? hint };
}

/** The fault for an error that CEL reports when it evaluates an expression; undefined for other errors. */
export function evaluationFault(error: unknown, evaluation: Evaluation): Fault | undefined {
  const { text, at } = evaluation;
  // Thrown by JavaScript's own functions for an invalid argument, such as an unknown time zone.
  if (error instanceof RangeError && /^Invalid (time|date|argument)/i.test(error.message)) {
    const hint = "Check the arguments of its functions.";
    return languageFault("language/expression", { problem: error.message, hint }, { origin: at });
  }
  if (error instanceof TypeError && /primitive value/.test(error.message)) {
    const parameters = { problem: "a map cannot be an index or a key", hint: "Use a string or a whole number." };
    return languageFault("language/expression", parameters, { origin: at });
  }
  if (!(error instanceof EvaluationError) && !(error instanceof CelTypeError)) return undefined;
  return missingField(error, evaluation) ?? expressionFault(error, text, at);
}

function missingField(error: CelError, evaluation: Evaluation): Fault | undefined {
  if (error.code !== "no_such_key") return undefined;
  const { text, at } = evaluation;
  const field = error.summary.replace("No such key: ", "");
  const plain = receiverOf(error.node as ASTNode | undefined, evaluation);
  const receiver = plain === undefined ? missedMap(field, evaluation) : plain;
  const fields = receiver === undefined ? [] : fieldsOf(receiver);
  const of = receiver === undefined ? "not a map" : describe(receiver);
  const expanded = expandSlices(text).text;
  const path = shownPath(error.node, expanded) ?? field;
  const parameters = {
    path,
    field,
    of,
    fields,
    near: nearest(field, fields),
    instead: hostvarsHint(expanded.slice(error.node?.start ?? expanded.length)) ?? unreadFactHint(field, path),
  };
  return languageFault("language/no-such-field", parameters, { origin: originOfError(error, text, at) });
}

/** The value before a missing field, if it is written as a plain path. */
function receiverOf(node: ASTNode | undefined, evaluation: Evaluation): Value | undefined {
  return node?.op === "." || node?.op === "[]" ? plainValue(node.args[0], evaluation) : undefined;
}

function plainValue(node: ASTNode, evaluation: Evaluation): Value | undefined {
  if (node.op === "id") {
    const outcome = evaluation.scope.lookup(node.args);
    return outcome?.ok ? outcome.value : undefined;
  }
  if (node.op !== ".") return undefined;
  const from = plainValue(node.args[0], evaluation);
  return from === undefined ? undefined : fieldOf(from, node.args[1]);
}

function missedMap(field: string, { missed }: Evaluation): Value | undefined {
  return missed?.field === field ? missed.map : undefined;
}

/** The text of the field access that failed, e.g. `registered.stdout`. */
function shownPath(node: { start: number; end: number } | undefined, text: string): string | undefined {
  return node && node.end > node.start ? text.slice(node.start, node.end) : undefined;
}

function expressionFault(error: CelError, text: string, at: Origin): Fault {
  if (error instanceof InvalidPattern) return patternFault(error, text, at);
  if (error instanceof MisusedFunction) return misuseFault(error, text, at);
  const origin = originOfError(error, text, at);
  const called = calledName(error.node as ASTNode | undefined);
  if (error.code === "no_matching_overload" && called !== undefined && !FUNCTION_NAMES.has(called)) {
    const { problem, hint } = unknownFunction(called);
    return languageFault("language/expression", { problem, hint: translationHint(text) ?? hint }, { origin });
  }
  const { problem, hint } = evaluationProblem(error);
  const instead = overloadHint(error.node as ASTNode | undefined, error);
  return languageFault("language/expression", { problem, hint: instead ?? hint }, { origin });
}

/** At the pattern, which is the last argument of the call. */
function patternFault({ summary, hint, node, range }: InvalidPattern, text: string, at: Origin): Fault {
  const written = node;
  const operands = written?.op === "rcall" ? written.args[2] : written?.op === "call" ? written.args[1] : [written];
  const pattern = operands.at(-1);
  const origin = originInExpression(at, text, pattern ?? range ?? { start: 0, end: 0 });
  return languageFault("language/pattern", { problem: summary, hint }, { origin });
}

/** At the wrong argument, or at the call. */
function misuseFault({ misuse, position, node, range }: MisusedFunction, text: string, at: Origin): Fault {
  const operands = node ? operandsOf(node) : [];
  const place = (position === undefined ? undefined : operands[position]) ?? range ?? { start: 0, end: 0 };
  return languageFault("language/helper-argument", misuse, { origin: originInExpression(at, text, place) });
}

function calledName(node: ASTNode | undefined): string | undefined {
  const name = node?.op === "call" || node?.op === "rcall" ? node.args[0] : undefined;
  return name === MATCHES ? "matches" : name;
}

const USUAL_FUNCTIONS = [
  ...[
    "size",
    "int",
    "double",
    "string",
    "bool",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "split",
    "join",
    "trim",
  ],
  ...[
    "lowerAscii",
    "upperAscii",
    "indexOf",
    "substring",
    "map",
    "filter",
    "exists",
    "all",
    "min",
    "max",
    "range",
    "flatten",
  ],
  ...["basename", "dirname", "defined"],
];

function unknownFunction(name: string): { problem: string; hint: string } {
  const near = nearest(name, FUNCTION_NAMES);
  const hint = near ? `Did you mean \`${near}\`?` : `Use one of ${USUAL_FUNCTIONS.join(", ")}.`;
  return { problem: `there is no function named \`${name}\``, hint };
}

function evaluationProblem({ code, summary }: CelError): { problem: string; hint: string } {
  const plain = withoutDyn(summary.replaceAll(MATCHES, "matches")).replace(/null_type/g, "null");
  const overload = /^no such overload: (.*)$/.exec(plain);
  if (overload) {
    const hint = "Convert to matching types with int(x), double(x) or string(x), or compare with ==.";
    return { problem: `\`${overload[1] ?? ""}\` is not supported`, hint };
  }
  const call = /^found no matching overload for '(.*)'$/.exec(plain);
  if (call) return { problem: `\`${call[1] ?? ""}\` does not accept these types`, hint: "Check the arguments' types." };
  if (code === "invalid_logical_operand" || code === "invalid_condition_type") {
    return { problem: lowerFirst(plain), hint: 'Make it a comparison: x == true, x != "", size(x) > 0.' };
  }
  return { problem: lowerFirst(plain.replace(/^No such key: /, "")), hint: "Check the values that it reads." };
}

function originOfError({ range }: CelError, text: string, at: Origin): Origin {
  return range ? originInExpression(at, text, range) : at;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

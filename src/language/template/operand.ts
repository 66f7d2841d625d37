import { languageFault } from "../../errors/catalogue/language.ts";
import { nearest } from "../../errors/nearest.ts";
import { HELPER_BY_NAME } from "../helpers.ts";
import { ALL_FACTS } from "../facts/catalogue.ts";
import { FACTS_NAME } from "../facts/used.ts";
import { compileCall } from "./call.ts";
import { elseHint, mustacheHint, operandHint, trimHint } from "../jinja/hints.ts";
import { innerText, isWhole } from "../jinja/mustache.ts";
import { constant, originOf, recordFault, sourceOf, type Compilation } from "./compilation.ts";
import type { Evaluate } from "./frame.ts";
import { compilePath } from "./path.ts";
import { isType, nameOf, type Call, type Mustache, type Node, type Path } from "./parse.ts";

type StringLiteral = hbs.AST.StringLiteral;
type NumberLiteral = hbs.AST.NumberLiteral;
type BooleanLiteral = hbs.AST.BooleanLiteral;

/**
 * Compiles a node that has a value: a path, a literal, or a helper with its arguments. A name without arguments is a variable,
 * even if a helper has the same name; in parentheses it is always a helper.
 */
export function compileOperand(node: Node, compilation: Compilation): Evaluate {
  if (isType<Mustache>(node, "MustacheStatement")) {
    return isCall(node) ? compileHelper(node, compilation) : compileOperand(node.path, compilation);
  }
  if (isType<hbs.AST.SubExpression>(node, "SubExpression")) return compileHelper(node, compilation);
  if (isType<Path>(node, "PathExpression")) return compilePath(node, compilation);
  if (isType<NumberLiteral>(node, "NumberLiteral")) return compileNumber(node, compilation);
  const value = literal(node);
  // A computed field, as in `(lookup hostvars.db "facts")`.
  if (value === FACTS_NAME) compilation.facts.add(ALL_FACTS);
  return constant(value);
}

/** Records the file that a call without a default names literally. */
function recordFiles({ path, params: [name, other] }: Call, compilation: Compilation): void {
  if (!name || other || !isType<StringLiteral>(name, "StringLiteral")) return;
  const by = isType<Path>(path, "PathExpression") ? path.original : "";
  compilation.files.push({ by, names: [name.value], origin: originOf(name, compilation) });
}

function isCall({ params, hash }: Call): boolean {
  // Contrary to the parser's types, `hash` is missing if there are no named arguments.
  return params.length > 0 || (hash as unknown) !== undefined;
}

/** A number that is not written as its digits say is rejected: as text, `1.10` would become 1.1. */
function compileNumber(node: NumberLiteral, compilation: Compilation): Evaluate {
  const written = sourceOf(node, compilation).trim();
  const canonical = String(node.value);
  const isExact = !Number.isInteger(node.value) || Number.isSafeInteger(node.value);
  // In place of a faulty condition, the parser was given a 0 that nobody wrote.
  const isPlaceholder = Number(written) !== node.value;
  if (isPlaceholder || (written === canonical && isExact)) return constant(node.value);
  const problem = isExact
    ? `the number ${written} would be written as ${canonical}`
    : `the number ${written} is too large to be represented exactly`;
  const hint = `${isExact ? `Write ${canonical} for the number, or` : "Write"} "${written}" for exactly these characters.`;
  const origin = originOf(node, compilation);
  return recordFault(languageFault("language/template-syntax", { problem, hint }, { origin }), compilation);
}

function literal(node: Node): null | boolean | string {
  if (isType<StringLiteral>(node, "StringLiteral")) return node.value;
  return isType<BooleanLiteral>(node, "BooleanLiteral") ? node.value : null;
}

/** `{{ a if b else c }}`, as in Jinja. */
function isInlineIf({ params: [first] }: Call): boolean {
  return first !== undefined && isType<Path>(first, "PathExpression") && first.original === "if";
}

function hintFor(call: Call, compilation: Compilation): string | undefined {
  const source = sourceOf(call, compilation);
  const text = innerText(source);
  if (isType<hbs.AST.SubExpression>(call, "SubExpression")) return operandHint(text);
  const otherwise = /^elif\s+([^]*)$/.exec(text)?.[1];
  if (otherwise !== undefined) return elseHint(otherwise);
  return trimHint(source) ?? mustacheHint(text, isWhole(compilation));
}

function compileHelper(call: Call, compilation: Compilation): Evaluate {
  const name = nameOf(call);
  const helper = HELPER_BY_NAME.get(name);
  const operands = call.params.map((parameter, position) => {
    const isOptional = position === 0 && helper?.mayBeMissing === true;
    // What need not exist is no name that the template requires.
    const within = isOptional ? { ...compilation, names: [] } : compilation;
    return compileOperand(parameter, within);
  });
  if (helper?.files) recordFiles(call, compilation);
  if (helper) return compileCall({ call, helper, operands }, compilation);
  const origin = originOf(call.path, compilation);
  const instead = hintFor(call, compilation);
  if (isInlineIf(call)) return recordFault(languageFault("language/inline-if", { instead }, { origin }), compilation);
  const parameters = { name, near: nearest(name, HELPER_BY_NAME.keys()), instead };
  return recordFault(languageFault("language/unknown-helper", parameters, { origin }), compilation);
}

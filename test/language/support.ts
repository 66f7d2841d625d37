import { valueOf } from "../errors/value-of.ts";
import { expect } from "chai";
import type { Fault, Outcome } from "../../src/errors/fault.ts";
import { compileExpression } from "../../src/language/cel/expression.ts";
import type { Lookups } from "../../src/language/scope-interface.ts";
import { createScope, type Layer, type LayeredScope, type Variable } from "../../src/language/scope.ts";
import { compileTemplate } from "../../src/language/template/template.ts";
import { showOrigin, type Origin } from "../../src/model/origin.ts";
import { Secret } from "../../src/model/secret.ts";
import { isList, isMap, type Value, type ValueMap } from "../../src/model/value.ts";

/** The position of every text in these tests: not at the start of a line, so that wrong offsets show. */
export const AT: Origin = { file: "tasks/main.yaml", line: 10, col: 5 };

/** A layer of data, which is never evaluated. */
export function dataLayer(values: ValueMap, name = "data"): Layer {
  const entries = Object.entries(values).map(([key, value]): [string, Variable] => [key, { from: "data", value }]);
  return { name, variables: new Map(entries) };
}

/** A layer of variables written in the project: each string is compiled as a template on its own line, from line 1. */
export function projectLayer(texts: Readonly<Record<string, string>>, name = "vars"): Layer {
  const entries = Object.entries(texts).map(([key, text], index): [string, Variable] => {
    const origin = { file: "vars.yaml", line: index + 1, col: 1 };
    const template = valueOf(compileTemplate(text, origin, "value"));
    return [key, { from: "project", tree: { kind: "template", template, origin } }];
  });
  return { name, variables: new Map(entries) };
}

/** The controller of these tests, which has one file, one template and one variable. */
const LOOKUPS: Lookups = {
  file: (name) =>
    name === "motd.txt"
      ? { is: "found", value: "Welcome." }
      : { is: "problem", problem: "finds no file", isAbsent: true },
  template: (name) =>
    name === "motd.hbs"
      ? { is: "found", value: { ok: true, value: "Welcome to web1." } }
      : { is: "problem", problem: "finds no file", isAbsent: true },
  fileglob: (pattern) => (pattern === "*.txt" ? ["/site/files/motd.txt"] : []),
  firstFound: (names) =>
    names.includes("motd.txt")
      ? { is: "found", value: "/site/files/motd.txt" }
      : { is: "problem", problem: "finds none", isAbsent: true },
  realPath: () => "/site/releases/7",
  env: (name) => (name === "HOME" ? "/home/me" : undefined),
};

/** A scope of data. */
export function scopeOf(values: ValueMap = {}): LayeredScope {
  return createScope([dataLayer(values)], undefined, LOOKUPS);
}

/** The first fault of an outcome that must have one. */
export function faultOf(outcome: Outcome<unknown>): Fault {
  if (!outcome.ok) return outcome.faults[0];
  throw new Error(`a fault was expected, not ${JSON.stringify(outcome.value)}`);
}

/** Compiles and renders a template. */
export function render(text: string, values: ValueMap = {}, kind: "value" | "file" = "value"): Outcome<Value> {
  const template = compileTemplate(text, AT, kind);
  return template.ok ? template.value.render(scopeOf(values)) : template;
}

/** Compiles and evaluates an expression. */
export function calculate(text: string, values: ValueMap = {}): Outcome<Value> {
  const expression = compileExpression(text, AT);
  return expression.ok ? expression.value.evaluate(scopeOf(values)) : expression;
}

/** The value of a template that must render without faults. */
export function rendered(text: string, values: ValueMap = {}): Value {
  return valueOf(render(text, values));
}

/** The value of an expression that must evaluate without faults. */
export function calculated(text: string, values: ValueMap = {}): Value {
  return valueOf(calculate(text, values));
}

/** A fault as one string: its code, position, message and hint. */
function describeFault({ code, origin, message, hint }: Fault): string {
  return `${code} at ${origin ? showOrigin(origin) : "nowhere"}: ${message} ${hint}`;
}

/** A value with its secrets written as `secret(TEXT)`, so that tests can compare them. */
export function opened(value: Value): Value {
  if (value instanceof Secret) return `secret(${value.reveal()})`;
  if (isList(value)) return value.map(opened);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, opened(item)]));
}

/** Expects a fault whose description has all these parts. */
export function expectFault(outcome: Outcome<unknown>, ...parts: readonly string[]): void {
  const text = describeFault(faultOf(outcome));
  for (const part of parts) expect(text).to.include(part);
}

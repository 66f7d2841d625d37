import { expect } from "chai";
import { compileExpression } from "../../src/language/cel/expression.ts";
import { evaluate } from "../../src/language/evaluate.ts";
import { compileTemplate } from "../../src/language/template/template.ts";
import type { MapTree, Tree } from "../../src/language/tree.ts";
import { Unknown } from "../../src/model/unknown.ts";
import type { Plain } from "../../src/model/value.ts";
import { AT, scopeOf } from "./support.ts";
import { valueOf } from "../errors/value-of.ts";

const literal = (value: Plain): Tree => ({ kind: "literal", value, origin: AT });
const template = (text: string): Tree => {
  return { kind: "template", template: valueOf(compileTemplate(text, AT, "value")), origin: AT };
};
const cel = (text: string): Tree => ({ kind: "cel", expression: valueOf(compileExpression(text, AT)), origin: AT });
const list = (...items: readonly Tree[]): Tree => ({ kind: "list", items, origin: AT });
const map = (entries: Readonly<Record<string, Tree>>): MapTree => {
  const pairs = Object.entries(entries).map(([key, value]) => [key, { origin: AT, value }] as const);
  return { kind: "map", entries: new Map(pairs), origin: AT };
};

describe("language/evaluate", () => {
  it("evaluates all parts of a value", () => {
    const tree = map({ a: literal("{{x}}"), b: list(template("{{x}}"), template("<{{x}}>")), c: cel("x + 1") });
    expect(valueOf(evaluate(tree, scopeOf({ x: 1 })))).to.deep.equal({ a: "{{x}}", b: [1, "<1>"], c: 2 });
  });

  it("reports the faults of all parts", () => {
    const outcome = evaluate(
      map({ a: template("{{p}}"), b: list(cel("q"), literal(1), template("{{r}}")) }),
      scopeOf(),
    );
    expect(outcome.ok ? [] : outcome.faults.map(({ message }) => message)).to.deep.equal([
      "The variable `p` is not defined.",
      "The variable `q` is not defined.",
      "The variable `r` is not defined.",
    ]);
  });

  it("keeps unknowns in place in a map", () => {
    const unknown = new Unknown("not run");
    const tree = map({ a: template("{{u}}"), b: literal(1) });
    expect(valueOf(evaluate(tree, scopeOf({ u: unknown })))).to.deep.equal({ a: unknown, b: 1 });
  });

  it("accepts any key in a map", () => {
    const tree: MapTree = { ...map({}), entries: new Map([["__proto__", { origin: AT, value: literal(1) }]]) };
    expect(Object.entries(valueOf(evaluate(tree, scopeOf())) as object)).to.deep.equal([["__proto__", 1]]);
  });
});

import { expect } from "chai";
import { createScope } from "../../../src/language/scope.ts";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { AT, calculated, expectFault, projectLayer } from "../support.ts";
import { valueOf } from "../../errors/value-of.ts";

describe("language/cel/defined", () => {
  const values = { a: { b: null, c: { d: 1 } }, items: [{ x: 1 }, {}] };
  const cases: readonly (readonly [text: string, answer: unknown])[] = [
    ['defined("a")', true],
    ['defined("z")', false],
    ["defined(a)", true],
    ["defined(z)", false],
    ["defined(a.b)", true],
    ["defined(a.b.x)", false],
    ['defined("a.c.d")', true],
    ["defined(a.c.x) || defined(z.y)", false],
    ["defined(z) && z == 1", false],
    ["items.map(e, defined(e.x))", [true, false]],
  ];
  for (const [text, answer] of cases) {
    it(`evaluates ${text}`, () => expect(calculated(text, values)).to.deep.equal(answer));
  }

  it("is true for an unknown variable and unknown for its fields", () => {
    const unknown = new Unknown("not run");
    expect(calculated("defined(a)", { a: unknown })).to.equal(true);
    expect(calculated("defined(a.b)", { a: unknown })).to.equal(unknown);
  });

  it("reports the faults of the variable", () => {
    const scope = createScope([projectLayer({ a: "{{a}}" })]);
    expectFault(valueOf(compileExpression("defined(a)", AT)).evaluate(scope), "language/cycle");
  });
});

import { expect } from "chai";
import { RESERVED_NAMES } from "../../../src/language/cel/environment.ts";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import { AT, calculate, calculated, expectFault } from "../support.ts";

describe("language/cel/environment: functions", () => {
  const cases: readonly (readonly [text: string, answer: unknown])[] = [
    ["basename('/a/b.c') + dirname('/a/b.c')", "b.c/a"],
    ["'ex' in text && !('xe' in text) && text in 'some texts' && '' in text", true],
    ["3 in sizes && 'n' in {'n': 1} && !('3' in sizes)", true],
    ["min([3, 1, 2]) + max([3, 1])", 4],
    ["min(2, 1.5)", 1.5],
    ["max(n, 1)", 2],
    ["min(sizes)", 1],
    ["flatten([[1, 2], sizes, 5])", [1, 2, 3, 1, 5]],
    ["range(3).map(i, i + 1)", [1, 2, 3]],
    ["range(0)", []],
    ["range(-1)", []],
    ["range(1, 4)", [1, 2, 3]],
  ];
  for (const [text, answer] of cases) {
    it(`evaluates ${text}`, () =>
      expect(calculated(text, { n: 2, sizes: [3, 1], text: "text" })).to.deep.equal(answer));
  }

  it("says how to look for a number in a text", () => {
    const outcome = calculate("n in text", { n: 2, text: "v2" });
    expect(outcome.ok ? "" : outcome.faults[0].hint).to.equal("Write string(n) in text.");
  });

  it("rejects invalid arguments", () => {
    expectFault(calculate("range(100001)"), "at most 100000 numbers");
    expectFault(calculate("max([])"), "at least one number");
  });
});

describe("language/cel/environment: reserved names", () => {
  it("includes names that an expression cannot read, and macros", () => {
    for (const name of ["list", "int", "type", "map", "has", "filter", "true", "in", "loop", "this"]) {
      expect(RESERVED_NAMES.has(name), name).to.equal(true);
    }
    for (const name of ["port", "facts", "item", "size", "json"])
      expect(RESERVED_NAMES.has(name), name).to.equal(false);
  });

  it("includes every keyword that CEL rejects as a name", () => {
    const words = [
      "as",
      "break",
      "const",
      "continue",
      "else",
      "for",
      "function",
      "if",
      "import",
      "let",
      "package",
      "var",
    ];
    for (const word of [...words, "namespace", "return", "void", "while"]) {
      expect(compileExpression(word, AT).ok, word).to.equal(false);
      expect(RESERVED_NAMES.has(word), word).to.equal(true);
    }
  });
});

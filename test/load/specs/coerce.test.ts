import { expect } from "chai";
import type { Variable } from "../../../src/language/scope.ts";
import { withSpecifiedTypes } from "../../../src/load/specs/coerce.ts";
import type { SpecType, VariableSpec } from "../../../src/load/specs/spec.ts";
import type { Value } from "../../../src/model/value.ts";

/** The value of a variable of -e after it has got the type of its specifications. */
function typed(variable: Variable, ...types: readonly SpecType[]): Value {
  const layer = { name: "-e", variables: new Map([["x", variable]]) };
  // Only the type of a specification is read.
  const specs = types.map((type) => ({ type }) as VariableSpec);
  const result = withSpecifiedTypes(layer, () => specs).variables.get("x");
  return result?.from === "data" ? result.value : "not data";
}

const given = (value: Value): Variable => ({ from: "data", value });

describe("load/specs/coerce", () => {
  const CASES: readonly (readonly [SpecType, string, Value])[] = [
    ["int", "9", 9],
    ["int", "-9", -9],
    ["int", "90071992547409930", 90071992547409930n],
    ["int", "9.5", "9.5"],
    ["float", "9.5", 9.5],
    ["float", "1.50", 1.5],
    ["float", "0.30000000000000000004", "0.30000000000000000004"],
    ["float", "9".repeat(400), "9".repeat(400)],
    ["bool", "true", true],
    ["bool", "no", false],
    ["bool", "maybe", "maybe"],
    ["list", "[1, 2]", [1, 2]],
    ["list", "1,2", "1,2"],
    ["dict", '{"a": 1}', { a: 1 }],
    ["list", "[12345678901234567890]", [12345678901234567890n]],
    ["list", "[1.10]", "[1.10]"],
    ["dict", '{"a": 1, "a": 2}', '{"a": 1, "a": 2}'],
    ["dict", '{"a": 1e400}', '{"a": 1e400}'],
    ["dict", "[1]", "[1]"],
    ["str", "9", "9"],
    ["raw", "9", "9"],
  ];
  for (const [type, text, value] of CASES) {
    it(`turns -e x=${text} into ${type === "str" ? "itself" : "a value"} of ${type}`, () => {
      expect(typed(given(text), type)).to.deep.equal(value);
    });
  }

  it("keeps a value without a specification, with two types, with a position or with a type of its own", () => {
    expect(typed(given("9"))).to.equal("9");
    expect(typed(given("9"), "int", "str")).to.equal("9");
    expect(typed(given("9"), "int", "int")).to.equal(9);
    expect(typed({ from: "data", value: "9", origin: { file: "x.yaml", line: 1, col: 1 } }, "int")).to.equal("9");
    expect(typed(given(["9"]), "int")).to.deep.equal(["9"]);
  });
});

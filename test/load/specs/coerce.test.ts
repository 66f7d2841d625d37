import { expect } from "chai";
import { languageFault } from "../../../src/errors/catalogue/language.ts";
import { bad } from "../../../src/errors/fault.ts";
import { createScope, type Variable } from "../../../src/language/scope.ts";
import { typingOf } from "../../../src/load/specs/coerce.ts";
import type { SpecType, VariableSpec } from "../../../src/load/specs/spec.ts";
import type { Value } from "../../../src/model/value.ts";
import { valueOf } from "../../errors/value-of.ts";

/** A variable's value after it has got the type of its specifications. */
function typed(variable: Variable, ...types: readonly SpecType[]): Value {
  // Only the type of these specifications is read.
  return typedBy(
    variable,
    types.map((type) => ({ type }) as VariableSpec),
  );
}

function typedBy(variable: Variable, specs: readonly VariableSpec[], declared: "bool" | "float" | "" = ""): Value {
  const types = new Map(declared === "" ? [] : [["x", { type: declared, origin: AT }] as const]);
  const typing = typingOf({ specsOf: () => specs, declared: types });
  const scope = createScope([{ name: "-e", variables: new Map([["x", variable]]) }], typing);
  return valueOf(scope.lookup("x") ?? bad(languageFault("language/too-deep", {})));
}

const AT = { file: "x.yaml", line: 1, col: 1 };
const given = (value: Value) => ({ from: "data", value }) as const;

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

  it("keeps a value without a specification, with two types, or with a type of its own", () => {
    expect(typed(given("9"))).to.equal("9");
    expect(typed(given("9"), "int", "str")).to.equal("9");
    expect(typed(given("9"), "int", "int")).to.equal(9);
    expect(typed(given(["9"]), "int")).to.deep.equal(["9"]);
  });

  it("gives the specified type to a number in quotes of a file, which a specification accepts", () => {
    expect(typed({ from: "data", value: "9", origin: AT }, "int")).to.equal(9);
  });

  it("gives types to the items of lists and maps", () => {
    const int = { type: "int" } as VariableSpec;
    const list = { type: "list", elements: int } as VariableSpec;
    const map = {
      type: "dict",
      options: new Map([
        ["port", int],
        ["ports", list],
      ]),
    } as unknown as VariableSpec;
    expect(typedBy(given(["1", 2, "x"]), [list])).to.deep.equal([1, 2, "x"]);
    expect(typedBy(given('["1"]'), [list])).to.deep.equal([1]);
    expect(typedBy(given({ port: "1", ports: ["2"], name: "3" }), [map])).to.deep.equal({
      port: 1,
      ports: [2],
      name: "3",
    });
  });

  it("gives text without a type what the variable is elsewhere, unless that would change its spelling", () => {
    expect(typedBy(given("9"), [], "float")).to.equal(9);
    expect(typedBy(given("9.5"), [], "float")).to.equal(9.5);
    expect(typedBy(given("no"), [], "bool")).to.equal(false);
    expect(typedBy({ ...given("9"), origin: { ...AT, file: ".env" } }, [], "float")).to.equal(9);
    for (const text of ["010", "1.10", "x", ""]) expect(typedBy(given(text), [], "float")).to.equal(text);
    expect(typedBy(given("maybe"), [], "bool")).to.equal("maybe");
    expect(typedBy({ ...given("9"), origin: AT }, [], "float"), "in quotes in a file").to.equal("9");
  });
});

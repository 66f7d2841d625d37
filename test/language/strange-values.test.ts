import { expect } from "chai";
import { FUNCTION_NAMES } from "../../src/language/cel/environment.ts";
import { HELPERS } from "../../src/language/helpers.ts";
import { Secret } from "../../src/model/secret.ts";
import { Unknown } from "../../src/model/unknown.ts";
import type { ValueMap } from "../../src/model/value.ts";
import { calculate, render } from "./support.ts";

const VALUES: ValueMap = {
  none: null,
  yes: true,
  zero: 0,
  half: -0.5,
  large: 1e300,
  whole: 12345678901234567890n,
  wide: 2n ** 70n,
  empty: "",
  text: "a\u0000b\ud800\n%s{{x}}",
  nothing: [],
  mixed: [1, "a", null, [2n ** 70n], { constructor: "x" }],
  bare: {},
  odd: { __proto__: null, constructor: 1, "": [], length: "x", toString: null },
  secret: new Secret("s3cret"),
  later: [new Unknown("not run")],
};
const NAMES = Object.keys(VALUES);

/** The codes of the faults that an outcome has. */
function codes(outcome: ReturnType<typeof render>): readonly string[] {
  return outcome.ok ? [] : outcome.faults.map(({ code, message }) => `${code}: ${message}`);
}

describe("language: strange values", () => {
  it("are values or faults of a helper, never a defect", () => {
    const defects = HELPERS.flatMap(({ name, arity: [min, max] }) => {
      const count = Math.max(min, Math.min(max, 2));
      const calls = NAMES.flatMap((first) => NAMES.map((second) => [first, second, "text"].slice(0, count).join(" ")));
      return [...new Set(calls)].flatMap((args) => codes(render(`{{${name} ${args}}}`, VALUES)));
    });
    expect(defects.filter((fault) => fault.startsWith("language/defect"))).to.deep.equal([]);
  }).timeout(60_000);

  it("are values or faults of a function or operator, never a defect", () => {
    const operators = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "&&", "||"];
    const texts = NAMES.flatMap((a) => [
      `${a}.x`,
      `-${a}`,
      `!${a}`,
      `${a}.map(x, x)`,
      ...[...FUNCTION_NAMES].flatMap((name) => [`${name}(${a})`, `${a}.${name}()`]),
      ...NAMES.flatMap((b) => [`${a}[${b}]`, ...operators.map((operator) => `${a} ${operator} ${b}`)]),
    ]);
    const faults = texts.flatMap((text) => codes(calculate(text, VALUES)).map((fault) => `${text}: ${fault}`));
    expect(faults.filter((fault) => fault.includes("language/defect"))).to.deep.equal([]);
  }).timeout(60_000);
});

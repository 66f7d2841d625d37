import { expect } from "chai";
import { evaluateCondition } from "../../src/language/condition.ts";
import { compileExpression } from "../../src/language/cel/expression.ts";
import { Secret } from "../../src/model/secret.ts";
import { Unknown } from "../../src/model/unknown.ts";
import type { Value } from "../../src/model/value.ts";
import { AT, expectFault, scopeOf } from "./support.ts";
import { valueOf } from "../errors/value-of.ts";

const decide = (text: string, a: Value) => evaluateCondition(valueOf(compileExpression(text, AT)), scopeOf({ a }));

describe("language/condition", () => {
  it("evaluates to true, false or unknown", () => {
    const unknown = new Unknown("not run");
    expect(valueOf(decide("a", true))).to.equal(true);
    expect(valueOf(decide("a > 1", 1))).to.equal(false);
    expect(valueOf(decide("a", unknown))).to.equal(unknown);
  });

  it("rejects any other value and suggests a comparison", () => {
    const place = "language/not-boolean at tasks/main.yaml:10:5: ";
    expectFault(decide("a", "yes"), place, "a string", 'a == "yes"');
    expectFault(decide("a", "x"), place, 'a != ""');
    expectFault(decide("a + 1", 1), place, "a number", "(a + 1) == 0");
    expectFault(decide("a", null), place, "null", "a == true");
    expectFault(decide("a", [1]), place, "a list", "size(a) > 0");
    expectFault(decide("a", new Secret("hidden-text")), place, "a secret");
  });

  it("reports the faults of the evaluation", () => {
    expectFault(decide("b", 1), "language/undefined");
  });
});

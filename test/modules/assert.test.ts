import { expect } from "chai";
import { assert } from "../../src/modules/assert.ts";

describe("assert", () => {
  const holding = { text: "a > 1", holds: true, observed: [] };
  const failing = { text: "b > 1", holds: false, observed: ["b: 0"] };

  it("succeeds with the given message if all conditions hold", () => {
    const decision = assert.decide({ that: [holding], success_msg: "fine" });
    expect(decision).to.deep.equal({ changes: [], result: { msg: "fine" } });
  });

  it("has no message with `quiet` if all conditions hold", () => {
    expect(assert.decide({ that: [holding], success_msg: "fine", quiet: true }).result).to.deep.equal({});
    expect(assert.decide({ that: [failing], fail_msg: "too few", quiet: true }).fault?.message).to.equal("too few");
  });

  it("names each condition that does not hold, and its observed values", () => {
    const { fault } = assert.decide({ that: [failing, holding, { text: "c", holds: false, observed: [] }] });
    expect(fault?.code).to.equal("modules/assert-failed");
    expect(fault?.message).to.include("b > 1").and.include("c").and.not.include("a > 1");
    expect(fault?.details).to.deep.equal(["does not hold: b > 1", "b: 0", "does not hold: c"]);
  });

  it("fails with the given message", () => {
    expect(assert.decide({ that: [failing], fail_msg: "too few" }).fault?.message).to.equal("too few");
  });
});

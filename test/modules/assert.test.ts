import { expect } from "chai";
import { assert } from "../../src/modules/assert.ts";

describe("assert", () => {
  const yes = { text: "a > 1", holds: true, observed: [] };
  const no = { text: "b > 1", holds: false, observed: ["b: 0"] };

  it("says nothing more where all hold", () => {
    const decision = assert.decide({ that: [yes], success_msg: "fine" });
    expect(decision).to.deep.equal({ changes: [], result: { msg: "fine" } });
  });

  it("names each condition that does not hold, and what it looked at", () => {
    const { fault } = assert.decide({ that: [no, yes, { text: "c", holds: false, observed: [] }] });
    expect(fault?.code).to.equal("modules/assert-failed");
    expect(fault?.message).to.include("b > 1").and.include("c").and.not.include("a > 1");
    expect(fault?.details).to.deep.equal(["does not hold: b > 1", "b: 0", "does not hold: c"]);
  });

  it("says what it is told to say", () => {
    expect(assert.decide({ that: [no], fail_msg: "too few" }).fault?.message).to.equal("too few");
  });
});

import { expect } from "chai";
import { fail } from "../../../src/modules/fail/fail.ts";

describe("fail", () => {
  it("fails with the message, which is also in the result", () => {
    const { changes, result, fault } = fail.decide({ msg: "too old" });
    expect({ changes, result }).to.deep.equal({ changes: [], result: { msg: "too old" } });
    expect(fault).to.include({ code: "modules/fail", message: "too old" });
  });
});

import { expect } from "chai";
import { Unknown } from "../../src/model/unknown.ts";
import { debug } from "../../src/modules/debug.ts";

describe("debug", () => {
  it("shows a string, a value, and an unknown value", () => {
    const later = new Unknown("not run");
    expect(debug.decide({ msg: "hello" }).result).to.deep.equal({ msg: "hello" });
    expect(debug.decide({ var: { a: [1] } }).result).to.deep.equal({ msg: { a: [1] } });
    expect(debug.decide({ msg: later }).result["msg"]).to.equal(later);
    expect(debug.decide({ msg: false }).result).to.deep.equal({ msg: false });
  });
});

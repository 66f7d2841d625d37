import { expect } from "chai";
import { Unknown } from "../../src/model/unknown.ts";
import { debug } from "../../src/modules/debug.ts";

describe("debug", () => {
  const later = new Unknown("not run");

  it("shows a string, a value, and an unknown value", () => {
    expect(debug.decide({ msg: "hello" }).result).to.deep.equal({ msg: "hello" });
    expect(debug.decide({ var: { a: [1] } }).result).to.deep.equal({ msg: { a: [1] } });
    expect(debug.decide({ msg: later }).result["msg"]).to.equal(later);
    expect(debug.decide({ msg: false }).result).to.deep.equal({ msg: false });
  });

  it("warns with the message only if asked to", () => {
    expect(debug.decide({ msg: "Too few.", warning: true }).warnings).to.deep.equal(["Too few."]);
    expect(debug.decide({ var: { a: 1 }, warning: true }).warnings).to.deep.equal(['{"a":1}']);
    expect(debug.decide({ msg: later, warning: true })).not.to.have.property("warnings");
    expect(debug.decide({ msg: "Enough." })).not.to.have.property("warnings");
  });
});

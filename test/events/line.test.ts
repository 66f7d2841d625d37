import { expect } from "chai";
import { toLine } from "../../src/events/line.ts";
import { CHANGED, FAULT, ORIGIN, RESULT } from "./samples.ts";

describe("toLine", () => {
  it("calls changes a diff and a fault an error", () => {
    const line = toLine({ ...CHANGED, status: "failed", fault: { ...FAULT, missing: true } });
    expect(line).to.have.property("diff").that.deep.equals(CHANGED.changes);
    expect(line).to.have.property("error").that.deep.equals(FAULT);
    expect(line).not.to.have.any.keys("changes", "fault");
  });

  it("leaves out what is not there", () => {
    expect(toLine(RESULT)).not.to.have.any.keys("item", "reason", "error", "ignored");
  });

  it("puts code and origin of an error at its top", () => {
    expect(toLine({ event: "error", fault: { ...FAULT, origin: ORIGIN } })).to.deep.equal({
      event: "error",
      ...FAULT,
      origin: ORIGIN,
    });
  });
});

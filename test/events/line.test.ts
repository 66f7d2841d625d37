import { expect } from "chai";
import { toLine } from "../../src/events/line.ts";
import { CHANGED, FAULT, ORIGIN, RESULT } from "./samples.ts";

describe("events/line", () => {
  it("renames changes to diff and fault to error", () => {
    const line = toLine({ ...CHANGED, status: "failed", fault: { ...FAULT, missing: true } });
    expect(line).to.have.property("diff").that.deep.equals(CHANGED.changes);
    expect(line).to.have.property("error").that.deep.equals(FAULT);
    expect(line).not.to.have.any.keys("changes", "fault");
  });

  it("omits absent fields", () => {
    expect(toLine(RESULT)).not.to.have.any.keys("item", "reason", "error", "ignored");
  });

  it("puts the fields of an error at the top level", () => {
    expect(toLine({ event: "error", fault: { ...FAULT, origin: ORIGIN } })).to.deep.equal({
      event: "error",
      ...FAULT,
      origin: ORIGIN,
    });
  });
});

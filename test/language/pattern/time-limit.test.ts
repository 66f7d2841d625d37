import { expect } from "chai";
import { LimitExceeded } from "../../../src/language/limits/budget.ts";
import { withinTime } from "../../../src/language/pattern/time-limit.ts";

describe("language/pattern/time-limit", () => {
  it("returns what the call returns, and throws what it throws", () => {
    expect(withinTime(1000, () => 5)).to.equal(5);
    expect(() => withinTime(1000, () => JSON.parse("{") as unknown)).to.throw(SyntaxError);
  });

  it("stops a call that does not end", () => {
    const endless = (): never => {
      for (;;);
    };
    expect(() => withinTime(10, endless)).to.throw(LimitExceeded, "time");
  });
});

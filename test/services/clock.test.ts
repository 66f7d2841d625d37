import { expect } from "chai";
import { systemClock } from "../../src/services/clock.ts";

describe("services/clock", () => {
  it("has the time of day, and waits", async () => {
    const before = Date.now();
    await systemClock.sleep(20);
    expect(systemClock.now()).to.be.within(before + 19, Date.now());
  });
});

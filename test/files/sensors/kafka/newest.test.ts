import { expect } from "chai";
import { findNewest } from "../../../../files/sensors/kafka/newest.ts";

describe("sensors/kafka/newest", () => {
  const ending = (newest: number) => (time: number) => Promise.resolve(time <= newest);

  it("finds the end to within a second, and never before the newest record", async () => {
    for (const newest of [0, 1, 999, 123_456, 2_399_999]) {
      const found = await findNewest(0, 2_400_000, ending(newest));
      expect(found, String(newest)).to.be.within(newest, newest + 1001);
    }
  });

  it("finds nothing if no record is late enough", async () => {
    expect(await findNewest(1000, 2_000_000, ending(999))).to.equal(undefined);
  });
});

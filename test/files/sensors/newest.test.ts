import { expect } from "chai";
import { findNewest } from "../../../files/sensors/newest.ts";

describe("sensors: the end of a topic", () => {
  const ending = (newest: number) => (time: number) => Promise.resolve(time <= newest);

  it("is found to the second, and never before the newest record", async () => {
    for (const newest of [0, 1, 999, 123_456, 2_399_999]) {
      const found = await findNewest(0, 2_400_000, ending(newest));
      expect(found, String(newest)).to.be.within(newest, newest + 1001);
    }
  });

  it("is not there where no record is new enough", async () => {
    expect(await findNewest(1000, 2_000_000, ending(999))).to.equal(undefined);
  });
});

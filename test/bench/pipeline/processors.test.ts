import { expect } from "chai";
import { busyBetween } from "../../../bench/pipeline/processors.ts";

describe("how busy the processors were", () => {
  it("is the share of the time between that was not idle", () => {
    expect(busyBetween({ idle: 100, all: 1000 }, { idle: 150, all: 1200 })).to.equal(0.75);
    expect(busyBetween({ idle: 100, all: 1000 }, { idle: 100, all: 1000 })).to.equal(0);
  });
});

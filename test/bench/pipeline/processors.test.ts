import { expect } from "chai";
import { busyBetween } from "../../../bench/pipeline/processors.ts";

describe("bench/pipeline processors", () => {
  it("compute the share of time that was not idle", () => {
    expect(busyBetween({ idle: 100, all: 1000 }, { idle: 150, all: 1200 })).to.equal(0.75);
    expect(busyBetween({ idle: 100, all: 1000 }, { idle: 100, all: 1000 })).to.equal(0);
  });
});

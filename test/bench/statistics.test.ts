import { expect } from "chai";
import { median, medianRatio, percentile } from "../../bench/statistics.ts";

describe("bench/statistics", () => {
  it("takes the median in any order", () => {
    expect(median([30, 1, 20])).to.equal(20);
    expect(median([4, 1, 3, 100])).to.equal(3.5);
    expect(median([])).to.be.NaN;
  });

  it("compares pair by pair, so that disturbances of both values cancel out", () => {
    expect(medianRatio([20, 200, 22], [10, 100, 11])).to.equal(2);
  });

  it("ignores values without a partner", () => {
    expect(medianRatio([20, 1000], [10])).to.equal(2);
  });

  it("takes a measured value as percentile, in any order", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([50, 99, 100].map((percent) => percentile(hundred, percent))).to.deep.equal([50, 99, 100]);
    expect([50, 99].map((percent) => percentile([7, 1, 3], percent))).to.deep.equal([3, 7]);
    expect(percentile([], 50)).to.be.NaN;
  });
});

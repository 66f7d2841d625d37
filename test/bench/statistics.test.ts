import { expect } from "chai";
import { median, medianRatio, percentile } from "../../bench/statistics.ts";

describe("bench statistics", () => {
  it("takes the middle one, whatever the order", () => {
    expect(median([30, 1, 20])).to.equal(20);
    expect(median([4, 1, 3, 100])).to.equal(3.5);
    expect(median([])).to.be.NaN;
  });

  it("compares pair by pair, so that what disturbed both of a pair does not count", () => {
    expect(medianRatio([20, 200, 22], [10, 100, 11])).to.equal(2);
  });

  it("leaves out what has no partner", () => {
    expect(medianRatio([20, 1000], [10])).to.equal(2);
  });

  it("takes a percentile from what was measured, whatever the order", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([50, 99, 100].map((percent) => percentile(hundred, percent))).to.deep.equal([50, 99, 100]);
    expect([50, 99].map((percent) => percentile([7, 1, 3], percent))).to.deep.equal([3, 7]);
    expect(percentile([], 50)).to.be.NaN;
  });
});

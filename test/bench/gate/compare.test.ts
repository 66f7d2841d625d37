import { expect } from "chai";
import { improvements, regressions } from "../../../bench/gate/compare.ts";

describe("bench/gate/compare", () => {
  it("says which count has grown, and from what", () => {
    const recorded = { start: { files: 20, kilobytes: 1000 } };
    expect(regressions({ start: { files: 21, kilobytes: 1000 } }, recorded)).to.deep.equal([
      "start: files grew from 20 to 21.",
    ]);
    expect(regressions({ start: { files: 20, kilobytes: 1031 } }, recorded)).to.deep.equal([
      "start: kilobytes grew from 1000 to 1031.",
    ]);
  });

  it("accepts what is within the tolerance, and less", () => {
    const recorded = { run: { "round trips": 16, processes: 500, kilobytes: 1000 } };
    expect(regressions({ run: { "round trips": 22, processes: 509, kilobytes: 1030 } }, recorded)).to.be.empty;
    expect(regressions({ run: { "round trips": 23, processes: 510 } }, recorded)).to.have.length(2);
    expect(regressions({ run: { "round trips": 1, processes: 1 } }, recorded)).to.be.empty;
  });

  it("demands that every count is recorded", () => {
    expect(regressions({ run: { processes: 5 } }, {})).to.deep.equal([
      "run: processes is 5, and no number is recorded.",
    ]);
  });

  it("accepts a machine that cannot count all", () => {
    expect(regressions({ run: {} }, { run: { processes: 5 } })).to.be.empty;
  });

  it("says what has become smaller", () => {
    expect(improvements({ run: { files: 4 } }, { run: { files: 5 } })).to.deep.equal(["run: files fell from 5 to 4."]);
    expect(improvements({ run: { processes: 498 } }, { run: { processes: 500 } })).to.be.empty;
  });
});

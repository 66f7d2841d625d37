import { expect } from "chai";
import { waitAfter } from "../../../files/health/pace.ts";

describe("files/health/pace", () => {
  const first = 1_000_000;
  const wait = (began: number, took: number, interval = 15_000) =>
    waitAfter({ first, began: first + began, ended: first + began + took }, interval);

  it("takes a round every 3 seconds in the first five minutes, and then as often as it is told to", () => {
    expect([wait(0, 200), wait(299_999, 200)]).to.deep.equal([2_800, 2_800]);
    expect(wait(300_000, 200)).to.equal(14_800);
  });

  it("is never slower than it is told to", () => {
    expect(wait(0, 100, 2_000)).to.equal(1_900);
  });

  it("leaves a second between rounds that take too long", () => {
    expect([wait(0, 9_000), wait(300_000, 20_000)]).to.deep.equal([1_000, 1_000]);
  });
});

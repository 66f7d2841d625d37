import { expect } from "chai";
import { minorOf } from "../../../../lab/packages/go.ts";

describe("lab/packages/go", () => {
  it("reads the minor version from the compiler's output, and returns 0 for an unknown format", () => {
    expect(["go1.19.8\n", "go1.26", "go1.22rc1", "devel", ""].map(minorOf)).to.deep.equal([19, 26, 22, 0, 0]);
  });
});

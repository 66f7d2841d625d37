import { expect } from "chai";
import { expandRange } from "../../src/inventory/ranges.ts";

describe("inventory/ranges", () => {
  it("keeps leading zeros", () => {
    expect(expandRange("web[08:11].example.org")).to.deep.equal(
      ["08", "09", "10", "11"].map((number) => `web${number}.example.org`),
    );
    expect(expandRange("web[9:10]")).to.deep.equal(["web9", "web10"]);
  });

  it("expands letters, steps and several ranges", () => {
    expect(expandRange("db-[a:c]")).to.deep.equal(["db-a", "db-b", "db-c"]);
    expect(expandRange("n[0:4:2]")).to.deep.equal(["n0", "n2", "n4"]);
    expect(expandRange("r[1:2]n[1:2]")).to.deep.equal(["r1n1", "r1n2", "r2n1", "r2n2"]);
  });

  it("rejects invalid ranges and ranges of too many names", () => {
    for (const name of ["w[2:1]", "w[a:2]", "w[1]", "w[1:3", "w[0:99999]", "w[1:200]x[1:200]", "w[1:5:0]"]) {
      expect(expandRange(name), name).to.equal(undefined);
    }
  });
});

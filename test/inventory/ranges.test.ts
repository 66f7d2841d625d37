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

  const ANSIBLE: Readonly<Record<string, readonly string[]>> = {
    "web[01:20:6]": ["web01", "web07", "web13", "web19"],
    "w[098:101]": ["w098", "w099", "w100", "w101"],
    "w[0:2]": ["w0", "w1", "w2"],
    "w[:2]": ["w0", "w1", "w2"],
    "db-[a:f:2]": ["db-a", "db-c", "db-e"],
    "x[y:B]": ["xy", "xz", "xA", "xB"],
    "r[01:02]-[a:b].example": ["r01-a.example", "r01-b.example", "r02-a.example", "r02-b.example"],
  };
  for (const [name, names] of Object.entries(ANSIBLE)) {
    it(`expands ${name} as Ansible does`, () => expect(expandRange(name)).to.deep.equal(names));
  }

  it("rejects ends of another length than a start with leading zeros", () => {
    for (const name of ["w[01:5]", "w[01:100]", "w[007:09]"]) expect(expandRange(name), name).to.equal(undefined);
  });

  it("rejects invalid ranges and ranges of too many names", () => {
    for (const name of [
      "w[2:1]",
      "w[a:2]",
      "w[1]",
      "w[1:3",
      "w[0:99999]",
      "w[1:200]x[1:200]",
      "w[1:5:0]",
      "w[1:]",
      "w[:]",
      "w[a:c:0]",
      "w[B:a]",
      "w[1,2]",
    ]) {
      expect(expandRange(name), name).to.equal(undefined);
    }
  });
});

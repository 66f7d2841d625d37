import { expect } from "chai";
import { compileGlob } from "../../src/model/glob.ts";

describe("model/glob", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["", "", true],
    ["*", "", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-b-b", false],
    ["a?c", "abc", true],
    ["a.c", "abc", false],
    ["web[1-3x]", "web2", true],
    ["web[1-3x]", "webx", true],
    ["web[!1-3]", "web2", false],
    ["[!]", "!", true],
    ["[a-]", "-", true],
    ["[z-a]", "b", false],
    ["?", "é", true],
    ["[", "[", true],
    [`${"*a".repeat(30)}b`, "a".repeat(190), false],
  ];
  for (const [glob, text, expected] of cases) {
    it(`${expected ? "matches" : "does not match"} ${text} with ${glob}`, () => {
      expect(compileGlob(glob, { sets: true })(text)).to.equal(expected);
    });
  }

  it("takes brackets as they are without sets", () => {
    expect(compileGlob("[web]:22*", { sets: false })("[web]:2222")).to.equal(true);
  });
});

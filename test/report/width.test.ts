import { expect } from "chai";
import { cutTo, padTo, textWidth } from "../../src/report/width.ts";

describe("report/width", () => {
  it("counts two columns for wide characters and emoji", () => {
    expect([textWidth("abc"), textWidth("東京"), textWidth("ü"), textWidth("😀")]).to.deep.equal([3, 4, 1, 2]);
  });

  it("pads to a width in columns", () => {
    expect(padTo("東京", 6)).to.equal("東京  ");
    expect(padTo("abc", 2)).to.equal("abc");
  });

  it("cuts between characters, before the one that does not fit", () => {
    expect(cutTo("a東京", 4)).to.equal("a東");
    expect(cutTo("😀😀", 2)).to.equal("😀");
    expect(cutTo("abc", 0)).to.equal("");
  });
});

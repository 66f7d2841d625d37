import { expect } from "chai";
import { visible, visibleLines } from "../../src/report/visible.ts";

describe("report/visible", () => {
  it("escapes what would move the cursor or colour the terminal", () => {
    expect(visible("a\u001b[31mb\u0007\u0000\u007f\u009b2J")).to.equal("a\\x1b[31mb\\x07\\x00\\x7f\\x9b2J");
  });

  it("escapes line ends", () => {
    expect(visible("a\r\nb\tc")).to.equal("a\\r\\nb\\tc");
  });

  it("escapes marks that change the direction of text", () => {
    expect(visible("a\u202eb\u2066")).to.equal("a\\u202eb\\u2066");
  });

  it("keeps the letters of every script", () => {
    expect(visible("Zürich 東京 😀")).to.equal("Zürich 東京 😀");
  });

  it("splits lines and keeps their tabs", () => {
    expect(visibleLines("a\tb\r\nc\rd\n")).to.deep.equal(["a\tb", "c\\rd"]);
  });
});

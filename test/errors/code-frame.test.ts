import { expect } from "chai";
import { codeFrame, shortenFrame } from "../../src/errors/code-frame.ts";

const frameAt = (text: string, line: number, col: number, end?: number) =>
  shortenFrame(codeFrame(text, { file: "f", line, col, ...(end !== undefined && { end }) })).split("\n");

describe("errors/code-frame", () => {
  it("shows short lines whole", () => {
    expect(frameAt("a: 1\nb: 2\n", 2, 4)).to.deep.equal(["  1 | a: 1", "> 2 | b: 2", "    |    ^"]);
  });

  it("shows a window of a long line, with the caret below the same character", () => {
    const text = `above ${"x".repeat(500)}\n${"a".repeat(300)}WRONG${"b".repeat(300)}\n`;
    const [above, row, caret] = frameAt(text, 2, 301, 306);
    expect(above).to.equal(`  1 | …${"x".repeat(120)}…`);
    expect(row).to.equal(`> 2 | …${"a".repeat(80)}WRONG${"b".repeat(35)}…`);
    expect(caret).to.equal(`    |  ${" ".repeat(80)}^^^^^`);
  });

  it("cuts a long line after a caret at its start, and a long caret", () => {
    const [row, caret] = frameAt("a".repeat(1000), 1, 1, 900);
    expect(row).to.equal(`> 1 | ${"a".repeat(120)}…`);
    expect(caret).to.equal(`    | ${"^".repeat(120)}`);
  });

  it("shortens a line of megabytes", () => {
    expect(frameAt(`a: "${"x".repeat(4_000_000)}`, 1, 4).join("\n")).to.have.length.below(300);
  });
});

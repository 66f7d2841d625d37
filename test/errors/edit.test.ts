import { expect } from "chai";
import { editAt, editedLines, type Edit } from "../../src/errors/edit.ts";

const SOURCE = "one: 1\ntwo: [a, b]\nthree:\n  - x\n  - y\nfour: 4\n";
const edit = (from: readonly [number, number], to: readonly [number, number], text: string): Edit => ({
  from: { line: from[0], col: from[1] },
  to: { line: to[0], col: to[1] },
  text,
});

describe("errors/edit", () => {
  it("writes the complete line with a part of it replaced", () => {
    expect(editedLines(SOURCE, edit([2, 7], [2, 8], "c"), [])).to.equal("two: [c, b]");
  });

  it("replaces several lines by several", () => {
    expect(editedLines(SOURCE, edit([3, 1], [5, 6], "third:\n  x"), [])).to.equal("third:\n  x");
  });

  it("includes the other edits of the same lines, and of lines that these reach", () => {
    const first = edit([2, 1], [2, 4], "2");
    const others = [first, edit([2, 10], [3, 6], "c]\n3"), edit([5, 5], [5, 6], "z"), edit([3, 6], [4, 6], ": [x")];
    expect(editedLines(SOURCE, first, others)).to.equal("2: [a, c]\n3: [x");
  });

  it("ignores edits that overlap with one before", () => {
    const first = edit([1, 1], [1, 4], "uno");
    expect(editedLines(SOURCE, first, [edit([1, 2], [1, 7], "!")])).to.equal("uno: 1");
  });

  it("keeps lines with other ends, and the last one without any", () => {
    expect(editedLines("a: 1\r\nb: 2", edit([1, 4], [1, 5], "3"), [])).to.equal("a: 3");
    expect(editedLines("a: 1\r\nb: 2", edit([2, 4], [2, 5], "3"), [])).to.equal("b: 3");
  });

  it("replaces what an origin marks if its end is known", () => {
    expect(editAt({ file: "x", line: 1, col: 2, end: 4 }, "y")).to.deep.equal(edit([1, 2], [1, 4], "y"));
    expect(editAt({ file: "x", line: 1, col: 2 }, "y")).to.equal(undefined);
  });
});

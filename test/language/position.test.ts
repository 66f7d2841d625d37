import { expect } from "chai";
import { indexOf, originAt, originOfRange, placeOf } from "../../src/language/position.ts";

const AT = { file: "f", line: 4, col: 3 };

describe("language/position", () => {
  it("converts an index to a position and back", () => {
    const text = "ab\n\ncde";
    expect([0, 2, 3, 4, 6].map((index) => placeOf(text, index))).to.deep.equal([
      { line: 1, column: 0 },
      { line: 1, column: 2 },
      { line: 2, column: 0 },
      { line: 3, column: 0 },
      { line: 3, column: 2 },
    ]);
    for (const index of [0, 2, 3, 4, 6]) expect(indexOf(text, placeOf(text, index))).to.equal(index);
  });

  it("converts positions to origins, indented like the first line", () => {
    expect(originAt(AT, { line: 1, column: 2 })).to.deep.equal({ file: "f", line: 4, col: 5 });
    expect(originOfRange(AT, "a\n bc", { start: 3, end: 5 })).to.deep.equal({ file: "f", line: 5, col: 4, end: 6 });
  });

  it("sets the end of an origin only if it is on the same line", () => {
    expect(originOfRange(AT, "a\nb", { start: 0, end: 3 })).to.deep.equal({ file: "f", line: 4, col: 3 });
  });
});

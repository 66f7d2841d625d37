import { expect } from "chai";
import { diffLines } from "../../src/report/diff-lines.ts";

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const shown = (before: readonly string[], after: readonly string[]) =>
  diffLines(before, after).map((hunk) => ({
    at: `-${hunk.before.join(",")} +${hunk.after.join(",")}`,
    lines: hunk.lines.map(({ sign, text }) => sign + text),
  }));

describe("diffLines", () => {
  it("finds nothing between equal texts", () => {
    expect(shown(["a", "b"], ["a", "b"])).to.deep.equal([]);
  });

  it("shows three lines around a change", () => {
    const after = numbers(1, 20).map((line) => (line === "10" ? "ten" : line));
    expect(shown(numbers(1, 20), after)).to.deep.equal([
      { at: "-7,7 +7,7", lines: [" 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13"] },
    ]);
  });

  it("joins changes that are near, and separates others", () => {
    const near = numbers(1, 30).filter((line) => line !== "5" && line !== "11");
    const far = numbers(1, 30).filter((line) => line !== "5" && line !== "13");
    expect(shown(numbers(1, 30), near)).to.have.length(1);
    expect(shown(numbers(1, 30), far)).to.have.length(2);
  });

  it("counts lines of each side for itself", () => {
    const after = ["0", ...numbers(1, 30).filter((line) => line !== "20")];
    expect(shown(numbers(1, 30), after).map(({ at }) => at)).to.deep.equal(["-1,3 +1,4", "-17,7 +18,6"]);
  });

  it("starts at line 0 where there was nothing", () => {
    expect(shown([], ["a"])).to.deep.equal([{ at: "-0,0 +1,1", lines: ["+a"] }]);
    expect(shown(["a"], [])).to.deep.equal([{ at: "-1,1 +0,0", lines: ["-a"] }]);
  });

  it("keeps what a moved line leaves in place", () => {
    expect(shown(["a", "b", "c"], ["b", "c", "a"])[0]?.lines).to.deep.equal(["-a", " b", " c", "+a"]);
  });

  it("replaces texts whole that are too long to be compared", () => {
    const before = numbers(1, 3000).map((line) => `a${line}`);
    const after = numbers(1, 3000).map((line) => `b${line}`);
    const [hunk] = diffLines(["same", ...before], ["same", ...after]);
    expect(hunk?.lines.slice(0, 2)).to.deep.equal([
      { sign: " ", text: "same" },
      { sign: "-", text: "a1" },
    ]);
    expect(hunk?.lines).to.have.length(6001);
  });
});

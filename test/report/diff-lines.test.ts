import { expect } from "chai";
import { diffLines } from "../../src/report/diff-lines.ts";

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
const shown = (before: readonly string[], after: readonly string[]) =>
  diffLines(text(before), text(after)).map(({ head, lines }) => ({ at: head.slice(3, -3), lines }));

describe("report/diff-lines", () => {
  it("returns no hunk for equal texts", () => {
    expect(shown(["a", "b"], ["a", "b"])).to.deep.equal([]);
  });

  it("shows three lines around a change", () => {
    const after = numbers(1, 20).map((line) => (line === "10" ? "ten" : line));
    expect(shown(numbers(1, 20), after)).to.deep.equal([
      { at: "-7,7 +7,7", lines: [" 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13"] },
    ]);
  });

  it("joins changes with up to six lines between them", () => {
    const near = numbers(1, 30).filter((line) => line !== "5" && line !== "11");
    const far = numbers(1, 30).filter((line) => line !== "5" && line !== "13");
    expect(shown(numbers(1, 30), near)).to.have.length(1);
    expect(shown(numbers(1, 30), far)).to.have.length(2);
  });

  it("counts the lines of each side separately", () => {
    const after = ["0", ...numbers(1, 30).filter((line) => line !== "20")];
    expect(shown(numbers(1, 30), after).map(({ at }) => at)).to.deep.equal(["-1,3 +1,4", "-17,7 +18,6"]);
  });

  it("starts an empty range at line 0", () => {
    expect(shown([], ["a"])).to.deep.equal([{ at: "-0,0 +1,1", lines: ["+a"] }]);
    expect(shown(["a"], [])).to.deep.equal([{ at: "-1,1 +0,0", lines: ["-a"] }]);
  });

  it("shows lines as unchanged when another line moves past them", () => {
    expect(shown(["a", "b", "c"], ["b", "c", "a"])[0]?.lines).to.deep.equal(["-a", " b", " c", "+a"]);
  });

  it("replaces everything between the common lines of texts that differ too much", () => {
    const same = numbers(1, 5);
    const before = numbers(1, 3000).map((line) => `a${line}`);
    const after = numbers(1, 3000).map((line) => `b${line}`);
    expect(shown([...same, ...before, ...same], [...same, ...after, ...same])).to.deep.equal([
      {
        at: "-3,3006 +3,3006",
        lines: [
          ...[" 3", " 4", " 5"],
          ...before.map((line) => `-${line}`),
          ...after.map((line) => `+${line}`),
          ...[" 1", " 2", " 3"],
        ],
      },
    ]);
    expect(diffLines(text(before), text(after).trimEnd())[0]?.lines.slice(-2)).to.deep.equal([
      "+b3000",
      "\\ No newline at end of file",
    ]);
  });
});

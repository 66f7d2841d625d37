import { expect } from "chai";
import { coverageByFolder, shortfall } from "../../tools/coverage-by-folder.ts";

const count = (covered: number, total: number) => ({ covered, total });
const SUMMARY = {
  total: { lines: count(1, 100), branches: count(1, 100) },
  "/repo/src/run/plays.ts": { lines: count(90, 100), branches: count(1, 1) },
  "/repo/src/run/task/task.ts": { lines: count(300, 300), branches: count(8, 9) },
  "/repo/src/plan/plan.ts": { lines: count(50, 100), branches: count(0, 0) },
};

describe("tools/coverage", () => {
  const folders = coverageByFolder(SUMMARY, "/repo");

  it("adds up the files of each folder", () => {
    expect(folders).to.deep.equal([
      { name: "src/plan", lines: 50, branches: 100 },
      { name: "src/run", lines: 97.5, branches: 90 },
    ]);
  });

  it("reports each folder that falls short, and one that no test reaches", () => {
    const least = { lines: 95, branches: 90 };
    expect(shortfall("src/run", folders, least)).to.deep.equal([]);
    expect(shortfall("src/plan", folders, least)).to.deep.equal([
      "src/plan: 50.0 % of lines are covered, less than 95 %",
    ]);
    expect(shortfall("src/shell", folders, least)).to.have.length(2);
  });
});

import { compareLists } from "../run/ahead/compare-lists.ts";

describe("tasks that are sent together", () => {
  it("report and leave the same as one by one, after thousands of random lists", async function () {
    this.timeout(4 * 3_600_000);
    for (let seed = 1; seed <= 20; seed++) await compareLists(100, seed, 3_600_000);
  });
});

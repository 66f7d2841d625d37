import { compareLists } from "./compare-lists.ts";

describe("run/ahead, against tasks that are sent one by one", () => {
  it("reports and leaves the same after random lists of tasks", () => compareLists(12, 20_301, 20_000)).timeout(
    180_000,
  );
});

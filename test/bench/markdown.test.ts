import { expect } from "chai";
import { table, withSection } from "../../bench/markdown.ts";

describe("bench/markdown", () => {
  it("aligns figures to the right", () => {
    expect(
      table(
        ["", "time"],
        [
          ["long name", "5 ms"],
          ["b", "1000 ms"],
        ],
      ),
    ).to.equal(
      ["|           |    time |", "| --------- | ------: |", "| long name |    5 ms |", "| b         | 1000 ms |"].join(
        "\n",
      ),
    );
  });

  it("puts a new section at the end", () => {
    expect(withSection("# Title\n", "a", "body")).to.equal("# Title\n\n<!-- begin a -->\n\nbody\n\n<!-- end a -->\n");
  });

  it("replaces a section and nothing else", () => {
    const document = withSection(withSection("# Title\n", "a", "one"), "b", "two");
    expect(withSection(document, "a", "three")).to.equal(document.replace("one", "three"));
  });
});

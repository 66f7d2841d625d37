import { expect } from "chai";
import type { Change } from "../../src/model/change.ts";
import { Unknown } from "../../src/model/unknown.ts";
import type { Value } from "../../src/model/value.ts";
import { paint } from "../../src/report/paint.ts";
import { showChange } from "../../src/report/show-change.ts";

function shown(before: Value, after: Value, maxLines = 100): string[] {
  const change: Change = { resource: { kind: "path", name: "/etc/x" }, summary: "it differs", before, after };
  return showChange(change, paint(false), maxLines);
}

describe("report/show-change", () => {
  it("shows values of several lines as a unified diff", () => {
    expect(shown("a\nb\n", "a\nc\n")).to.deep.equal([
      "--- path /etc/x (before)",
      "+++ path /etc/x (after)",
      "@@ -1,2 +1,2 @@",
      " a",
      "-b",
      "+c",
    ]);
  });

  it("marks a missing newline at the end of the file", () => {
    expect(shown("a\nb", "a\nb\n").slice(3)).to.deep.equal([" a", "-b", "\\ No newline at end of file", "+b"]);
  });

  it("shows short values on one line", () => {
    expect(shown("0644", "0600")).to.deep.equal(["path /etc/x: 0644 → 0600"]);
    expect(shown(null, true)).to.deep.equal(["path /etc/x: (none) → true"]);
  });

  it("compares maps line by line", () => {
    expect(shown({ a: 1, b: 2 }, { a: 1, b: 3 })).to.include.members(['-  "b": 2', '+  "b": 3', '   "a": 1,']);
  });

  it("compares the attributes of files, then their content line by line", () => {
    const file = (text: string, mode: string) => ({ type: "file", mode, size: text.length, sha256: "0", text });
    expect(shown(file("a\nb\n", "0644"), file("a\nc\n", "0600")).slice(3)).to.deep.equal([
      "-type: file, mode: 0644",
      "+type: file, mode: 0600",
      " a",
      "-b",
      "+c",
    ]);
  });

  it("shows why the new value is unknown", () => {
    expect(shown("a\nb\n", new Unknown("only the command knows it"))).to.deep.equal([
      "path /etc/x: a\\nb\\n → (unknown: only the command knows it)",
    ]);
  });

  it("cuts long diffs and counts the missing lines", () => {
    const lines = shown(null, "x\n".repeat(50), 10);
    expect(lines).to.have.length(13);
    expect(lines.at(-1)).to.equal("… 41 more lines");
  });

  it("escapes control characters in files", () => {
    expect(shown("a\n", "a\u001b[2J\n").join("")).not.to.include("\u001b");
  });
});

import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { blockinfile } from "../../../../src/modules/files/blockinfile/blockinfile.ts";
import { Target, type Written } from "../../lib/target.ts";

type Args = Omit<Written<Parameters<typeof blockinfile.probe>[0]>, "path">;

interface Case {
  readonly title: string;
  readonly args: Args;
  readonly before: string;
  /** Undefined: nothing changes. */
  readonly after?: string;
  readonly msg?: string;
}

const mark = (text: string) => `# BEGIN x\n${text}\n# END x\n`;
const X = { marker: "# {mark} x" };

const CASES: readonly Case[] = [
  {
    title: "adds a block at the end",
    args: { ...X, block: "a\nb\n" },
    before: "1",
    after: `1\n${mark("a\nb")}`,
    msg: "Block inserted",
  },
  { title: "finds the block", args: { ...X, block: "a" }, before: `1\n${mark("a")}2\n`, msg: "" },
  {
    title: "replaces a block where it is",
    args: { ...X, block: "b", insertafter: "EOF" },
    before: `1\n${mark("a\nc")}2\n`,
    after: `1\n${mark("b")}2\n`,
  },
  {
    title: "removes a block",
    args: { ...X, state: "absent" },
    before: `1\n${mark("a")}2\n`,
    after: "1\n2\n",
    msg: "Block removed",
  },
  { title: "removes an empty block", args: { ...X, block: "" }, before: mark("a"), after: "" },
  { title: "removes nothing", args: { ...X, state: "absent" }, before: "1\n" },
  {
    title: "inserts after a match",
    args: { ...X, block: "a", insertafter: "^1" },
    before: "1\n2\n",
    after: `1\n${mark("a")}2\n`,
  },
  {
    title: "inserts before a match",
    args: { ...X, block: "a", insertbefore: "^2$" },
    before: "1\n2\n",
    after: `1\n${mark("a")}2\n`,
  },
  {
    title: "inserts at the beginning",
    args: { ...X, block: "a", insertbefore: "BOF" },
    before: "1\n",
    after: `${mark("a")}1\n`,
  },
  {
    title: "keeps a block that is between empty lines",
    args: { ...X, block: "a", prepend_newline: true, append_newline: true, insertafter: "1" },
    before: "1\n2\n",
    after: `1\n\n${mark("a")}\n2\n`,
  },
  { title: "keeps CRLF", args: { ...X, block: "a" }, before: "1\r\n", after: "1\r\n# BEGIN x\r\na\r\n# END x\r\n" },
  {
    title: "takes the words of the markers",
    args: { ...X, block: "$&", marker_begin: "<", marker_end: ">" },
    before: "",
    after: "# < x\n$&\n# > x\n",
  },
  {
    title: "leaves a marker alone that has no partner",
    args: { ...X, block: "a" },
    before: "# BEGIN x\n",
    after: `# BEGIN x\n${mark("a")}`,
  },
];

describe("modules/blockinfile", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  for (const { title, args, before, after, msg } of CASES) {
    it(title, async () => {
      const path = target.path("f");
      writeFileSync(path, before);
      const first = await target.run(blockinfile, { path, ...args });
      expect(first.fault).to.equal(undefined);
      if (msg !== undefined) expect(first.result["msg"]).to.equal(msg);
      expect(readFileSync(path, "utf8")).to.equal(after ?? before);
      expect(first.changes).to.have.length(after === undefined ? 0 : 1);
      expect((await target.run(blockinfile, { path, ...args })).changes).to.deep.equal([]);
    });
  }

  it("creates a file only if it may", async () => {
    const path = target.path("new");
    expect((await target.faultOf(blockinfile, { path, block: "a" }))?.code).to.equal("modules/nothing-to-edit");
    expect((await target.run(blockinfile, { path, state: "absent" })).changes).to.deep.equal([]);
    expect((await target.run(blockinfile, { path, ...X, block: "a", create: true })).result["msg"]).to.equal(
      "File created",
    );
    expect(readFileSync(path, "utf8")).to.equal(mark("a"));
  });
});

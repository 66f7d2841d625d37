import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { replace } from "../../../../src/modules/files/replace/replace.ts";
import { Target, type Written } from "../../lib/target.ts";

type Args = Omit<Written<Parameters<typeof replace.probe>[0]>, "path">;

interface Case {
  readonly title: string;
  readonly args: Args;
  readonly before: string;
  /** Undefined: nothing changes. */
  readonly after?: string;
  readonly msg?: string;
}

const CASES: readonly Case[] = [
  {
    title: "replaces every match",
    args: { regexp: "a+", replace: "b" },
    before: "aa\nca\n",
    after: "b\ncb\n",
    msg: "2 replacements made",
  },
  { title: "matches at each line", args: { regexp: "^x$", replace: "y" }, before: "x\nxx\nx", after: "y\nxx\ny" },
  { title: "removes matches", args: { regexp: "^#.*\\n" }, before: "# a\nb\n", after: "b\n" },
  {
    title: "writes groups",
    args: { regexp: "(\\w+)-(?P<last>\\w+)", replace: "\\g<last> \\1" },
    before: "a-b\n",
    after: "b a\n",
  },
  { title: "finds nothing", args: { regexp: "q", replace: "x" }, before: "a\n", msg: "" },
  { title: "writes what is there", args: { regexp: "a", replace: "a" }, before: "a\n", msg: "" },
  {
    title: "begins after a match",
    args: { after: "two", regexp: "a", replace: "b" },
    before: "a two a\n",
    after: "a two b\n",
  },
  {
    title: "ends before the last match",
    args: { before: "x", regexp: "a", replace: "b" },
    before: "axaxa",
    after: "bxbxa",
  },
  {
    title: "stays between two matches",
    args: { after: "\\[s\\]", before: "\\[", regexp: "^a$", replace: "b" },
    before: "a\n[s]\na\n[t]\na\n[u]\n",
    after: "a\n[s]\nb\n[t]\na\n[u]\n",
  },
  { title: "changes nothing without the section", args: { after: "q", regexp: "a", replace: "b" }, before: "a\n" },
];

describe("modules/replace", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  for (const { title, args, before, after, msg } of CASES) {
    it(title, async () => {
      const path = target.path("f");
      writeFileSync(path, before);
      const first = await target.run(replace, { path, ...args });
      expect(first.fault).to.equal(undefined);
      if (msg !== undefined) expect(first.result["msg"]).to.equal(msg);
      expect(readFileSync(path, "utf8")).to.equal(after ?? before);
      expect(first.changes).to.have.length(after === undefined ? 0 : 1);
      expect((await target.run(replace, { path, ...args })).changes).to.deep.equal([]);
    });
  }

  it("needs the file, and groups that the pattern has", async () => {
    const path = target.path("f");
    expect((await target.faultOf(replace, { path, regexp: "a" }))?.code).to.equal("modules/nothing-to-edit");
    writeFileSync(path, "a\n");
    expect((await target.faultOf(replace, { path, regexp: "a", replace: "\\1" }))?.code).to.equal("modules/argument");
  });
});

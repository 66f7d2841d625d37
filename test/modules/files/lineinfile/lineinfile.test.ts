import { expect } from "chai";
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { Unknown } from "../../../../src/model/unknown.ts";
import { lineinfile } from "../../../../src/modules/files/lineinfile/lineinfile.ts";
import { predictedFrom, Target, withDefaults, type Written } from "../../lib/target.ts";

interface Case {
  readonly title: string;
  readonly args: Args;
  readonly before: string;
  /** Undefined: nothing changes. */
  readonly after?: string;
  readonly msg?: string;
}

const CASES: readonly Case[] = [
  { title: "adds a line at the end", args: { line: "c" }, before: "a\nb\n", after: "a\nb\nc\n", msg: "line added" },
  { title: "finds the line", args: { line: "b" }, before: "a\nb\nc\n", msg: "" },
  { title: "ends an unfinished line first", args: { line: "b" }, before: "a", after: "a\nb\n" },
  { title: "ends the line itself", args: { line: "a" }, before: "a", after: "a\n", msg: "line replaced" },
  { title: "drops a line end from its argument", args: { line: "b\n" }, before: "a\n", after: "a\nb\n" },
  { title: "fills an empty file", args: { line: "a" }, before: "", after: "a\n" },
  { title: "replaces the last match", args: { regexp: "^x", line: "x3" }, before: "x1\nx2\n", after: "x1\nx3\n" },
  {
    title: "replaces the first match",
    args: { regexp: "^x", line: "x3", firstmatch: true },
    before: "x1\nx2\n",
    after: "x3\nx2\n",
    msg: "line replaced",
  },
  { title: "matches the end of a line", args: { regexp: "1$", line: "y" }, before: "x1\nx2\n", after: "y\nx2\n" },
  { title: "leaves a match that is right", args: { regexp: "^x", line: "x1" }, before: "x1\n" },
  { title: "finds the line if nothing matches", args: { regexp: "^q", line: "b" }, before: "a\nb\n" },
  { title: "finds a text", args: { search_string: "(1", line: "y" }, before: "x(1\nb\n", after: "y\nb\n" },
  {
    title: "inserts after the last match",
    args: { insertafter: "^x", line: "y" },
    before: "x1\nx2\nb\n",
    after: "x1\nx2\ny\nb\n",
  },
  {
    title: "inserts before the first match",
    args: { insertbefore: "^x", line: "y", firstmatch: true },
    before: "a\nx1\nx2\n",
    after: "a\ny\nx1\nx2\n",
  },
  {
    title: "inserts at the end without a match",
    args: { insertbefore: "^q", line: "y" },
    before: "a\n",
    after: "a\ny\n",
  },
  { title: "inserts at the beginning", args: { insertbefore: "BOF", line: "y" }, before: "a\n", after: "y\na\n" },
  {
    title: "inserts after the end of an unfinished line",
    args: { insertafter: "a", line: "y" },
    before: "a",
    after: "a\ny\n",
  },
  { title: "takes EOF for the end", args: { insertafter: "EOF", line: "y" }, before: "EOF\na\n", after: "EOF\na\ny\n" },
  {
    title: "prefers a match to a place",
    args: { regexp: "^x", insertafter: "^a", line: "y" },
    before: "a\nx\n",
    after: "a\ny\n",
  },
  {
    title: "puts groups into the line",
    args: { regexp: "^(\\w+)=(?P<v>.*)$", backrefs: true, line: "\\1 = \\g<v>;" },
    before: "k=1\n",
    after: "k = 1;\n",
  },
  { title: "keeps backslashes without backrefs", args: { line: "\\1 \\d" }, before: "", after: "\\1 \\d\n" },
  { title: "inserts nothing with backrefs", args: { regexp: "^q(.)", backrefs: true, line: "\\1" }, before: "a\n" },
  { title: "keeps CRLF", args: { line: "b" }, before: "a\r\n", after: "a\r\nb\r\n" },
  { title: "finds a line in a file with CRLF", args: { regexp: "^a$", line: "a" }, before: "a\r\nb\r\n" },
  {
    title: "removes all matches",
    args: { state: "absent", regexp: "^x" },
    before: "x1\na\nx2",
    after: "a\n",
    msg: "2 line(s) removed",
  },
  { title: "removes equal lines", args: { state: "absent", line: "a" }, before: "a\nab\na\n", after: "ab\n" },
  {
    title: "removes lines with a text",
    args: { state: "absent", search_string: "." },
    before: "a.\nb\n",
    after: "b\n",
  },
  { title: "removes nothing", args: { state: "absent", line: "q" }, before: "a\n", msg: "" },
  {
    title: "is not misled by special text",
    args: { line: "$& 'x' \"$HOME\"" },
    before: "ä\n",
    after: "ä\n$& 'x' \"$HOME\"\n",
  },
];

let target: Target;

type Args = Omit<Written<Parameters<typeof lineinfile.probe>[0]>, "path">;

const run = (path: string, args: Args) => target.run(lineinfile, { path, ...args });

describe("modules/lineinfile", () => {
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  for (const { title, args, before, after, msg } of CASES) {
    it(title, async () => {
      const path = target.path("f");
      writeFileSync(path, before, { mode: 0o600 });
      const first = await run(path, args);
      expect(first.fault).to.equal(undefined);
      if (msg !== undefined) expect(first.result["msg"]).to.equal(msg);
      expect(readFileSync(path, "utf8")).to.equal(after ?? before);
      expect(first.changes).to.have.length(after === undefined ? 0 : 1);
      expect(statSync(path).mode & 0o777).to.equal(0o600);
      expect((await run(path, args)).changes).to.deep.equal([]);
    });
  }

  it("creates a file only if it may", async () => {
    const path = target.path("new");
    const missing = await run(path, { line: "a" });
    expect(missing.fault).to.include({ code: "modules/nothing-to-edit", missing: true });
    expect((await run(path, { state: "absent", line: "a" })).changes).to.deep.equal([]);
    await run(path, { line: "a", create: true, mode: "0640" });
    expect(readFileSync(path, "utf8")).to.equal("a\n");
    expect(statSync(path).mode & 0o777).to.equal(0o640);
  });

  it("edits what a link leads to", async () => {
    writeFileSync(target.path("real"), "a\n");
    symlinkSync("real", target.path("link"));
    await run(target.path("link"), { line: "b" });
    expect(readFileSync(target.path("real"), "utf8")).to.equal("a\nb\n");
  });

  it("keeps a copy of the old file", async () => {
    const path = target.path("f");
    writeFileSync(path, "a\n", { mode: 0o640 });
    const { applied } = await run(path, { line: "b", backup: true });
    const copy = readdirSync(target.folder).find((name) => /^f\.\d{4}-.*~$/.test(name)) ?? "";
    expect(applied).to.deep.equal({ ok: true, value: { backup_file: target.path(copy) } });
    expect(readFileSync(target.path(copy), "utf8")).to.equal("a\n");
    expect(statSync(target.path(copy)).mode & 0o777).to.equal(0o640);
    expect(readdirSync(target.folder).sort()).to.deep.equal([".run", "f", copy]);
  });

  it("replaces the file only if a command accepts it", async () => {
    const path = target.path("f");
    writeFileSync(path, "a\n");
    const rejected = await run(path, { line: "b", backup: true, validate: "sh -c 'cat \"$1\"; exit 3' - %s" });
    expect(rejected.applied).to.have.nested.property("faults[0].code", "modules/not-valid");
    expect(rejected.applied).to.have.nested.property("faults[0].details").that.includes("b");
    expect(readdirSync(target.folder).sort()).to.deep.equal([".run", "f"]);
    expect(readFileSync(path, "utf8")).to.equal("a\n");
    const accepted = await run(path, { line: "b", validate: "grep -qx b %s" });
    expect(accepted.applied).to.deep.equal({ ok: true, value: {} });
    expect(readFileSync(path, "utf8")).to.equal("a\nb\n");
  });

  it("does not undo what another program wrote meanwhile", async () => {
    const path = target.path("f");
    writeFileSync(path, "a\n");
    const args = withDefaults(lineinfile, { path, line: "b" });
    const state = await target.probe(lineinfile, args);
    const { changes } = lineinfile.decide(args, state, predictedFrom([]));
    writeFileSync(path, "c\n");
    const { script, parse } = lineinfile.apply(args, changes as never, state);
    expect(parse?.(await target.send(script)).ok).to.equal(false);
    expect(readFileSync(path, "utf8")).to.equal("c\n");
  });

  it("refuses what is no text, too large or not a file", async () => {
    const codeOf = async (bytes: Buffer) => {
      writeFileSync(target.path("f"), bytes);
      return (await target.faultOf(lineinfile, { path: target.path("f"), line: "x" }))?.code;
    };
    expect(await codeOf(Buffer.from([0x61, 0xff]))).to.equal("modules/not-text");
    expect(await codeOf(Buffer.alloc(1_048_577, "a"))).to.equal("modules/text-too-large");
    expect(await codeOf(Buffer.alloc(1_048_576, "a"))).to.equal(undefined);
    expect((await target.faultOf(lineinfile, { path: target.folder, line: "x" }))?.code).to.equal(
      "modules/is-directory",
    );
  });

  it("says that a group does not exist", async () => {
    writeFileSync(target.path("f"), "a\n");
    const args = { path: target.path("f"), regexp: "a", backrefs: true, line: "\\1" };
    expect((await target.faultOf(lineinfile, args))?.code).to.equal("modules/argument");
  });

  describe("in check mode", () => {
    const args = withDefaults(lineinfile, { path: "/f", line: "b" });
    const decideAfter = (text: string | Unknown) => {
      const change = { resource: { kind: "path", name: "/f" }, after: { type: "file", mode: "0644", text } } as const;
      const state = {
        path: "absent",
        target: undefined,
        parent: "directory",
        folderLink: false,
        mount: false,
      } as const;
      return lineinfile.decide(
        args,
        { ...state, accounts: { user: false, group: false }, obstacle: undefined },
        predictedFrom([change]),
      );
    };

    it("edits the text that an earlier task would write", () => {
      expect(decideAfter("b\n").changes).to.deep.equal([]);
      expect(decideAfter("a\n").changes[0]?.after).to.include({ text: "a\nb\n" });
    });

    it("predicts nothing if that text is unknown", () => {
      expect(decideAfter(new Unknown("later")).unpredictable).to.equal("the content of /f is not known");
    });
  });
});

import { expect } from "chai";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { copy } from "../../src/modules/copy.ts";
import { textContent } from "../../src/modules/lib/text-content.ts";
import { withUpload } from "../../src/module/script.ts";
import { NOTHING_PREDICTED, predictedFrom, withDefaults, Target } from "./lib/target.ts";

describe("copy", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const ODD = ["plain", "it's", 'a "quoted" one', "two  blanks ", "-rf", "line\nbreak", "$HOME `id` \\n", "äöü", "*"];
  for (const name of ODD) {
    it(`writes a file named ${JSON.stringify(name)}, and then finds nothing to do`, async () => {
      const args = { dest: target.path(name), content: "one\ntwo", mode: "0640" };
      const first = await target.run(copy, args);
      expect(first.applied).to.deep.equal({ ok: true, value: {} });
      expect(readFileSync(target.path(name), "utf8")).to.equal("one\ntwo");
      expect(statSync(target.path(name)).mode & 0o7777).to.equal(0o640);
      expect((await target.run(copy, args)).changes).to.deep.equal([]);
      expect(readdirSync(target.folder).sort()).to.deep.equal([".run", name].sort());
    });
  }

  it("shows the old and the new text, and keeps mode and owner unless they are given", async () => {
    writeFileSync(target.path("f"), "old\n");
    chmodSync(target.path("f"), 0o604);
    const { changes } = await target.run(copy, { dest: target.path("f"), content: "new\n" });
    expect(changes[0]?.before).to.include({ type: "file", text: "old\n", mode: "0604" });
    expect(changes[0]?.after).to.include({ type: "file", text: "new\n", mode: "0604" });
    expect(statSync(target.path("f")).mode & 0o7777).to.equal(0o604);
  });

  it("keeps an existing file if `force` is off", async () => {
    const args = { dest: target.path("f"), content: "first", mode: "0600", force: false };
    expect((await target.run(copy, args)).changes).to.have.length(1);
    writeFileSync(target.path("f"), "another's");
    expect((await target.run(copy, { ...args, mode: "0640" })).changes).to.deep.equal([]);
    expect(readFileSync(target.path("f"), "utf8")).to.equal("another's");
  });

  it("sets only the mode if only that differs", async () => {
    writeFileSync(target.path("f"), "same");
    chmodSync(target.path("f"), 0o600);
    const { ino } = statSync(target.path("f"));
    const { changes } = await target.run(copy, { dest: target.path("f"), content: "same", mode: "4755" });
    expect(changes).to.have.length(1);
    expect(changes[0]?.summary).to.include("mode 0600 → 4755");
    expect(statSync(target.path("f"))).to.include({ ino });
    expect(statSync(target.path("f")).mode & 0o7777).to.equal(0o4755);
  });

  it("keeps the old file and no temporary one if the bytes are corrupted on the way", async () => {
    writeFileSync(target.path("f"), "old");
    const full = withDefaults(copy, { dest: target.path("f"), content: "new text" });
    const state = await target.probe(copy, full);
    const [change] = copy.decide(full, state, NOTHING_PREDICTED).changes;
    if (!change) throw new Error("nothing to do");
    const { script, parse } = copy.apply(full, [change], state);
    for (const arrives of ["new", "other te"]) {
      const answer = await target.send(withUpload(script, textContent(arrives, "cut")));
      expect(parse?.(answer).ok).to.equal(false);
      expect(readFileSync(target.path("f"), "utf8")).to.equal("old");
      expect(readdirSync(target.folder).sort()).to.deep.equal([".run", "f"]);
    }
  });

  it("replaces a symbolic link, or follows it with `follow`", async () => {
    writeFileSync(target.path("real"), "old");
    symlinkSync("real", target.path("link"));
    await target.run(copy, { dest: target.path("link"), content: "new", follow: true });
    expect(readFileSync(target.path("real"), "utf8")).to.equal("new");
    expect(lstatSync(target.path("link")).isSymbolicLink()).to.equal(true);
    await target.run(copy, { dest: target.path("link"), content: "own" });
    expect(lstatSync(target.path("link")).isSymbolicLink()).to.equal(false);
    expect(readFileSync(target.path("real"), "utf8")).to.equal("new");
  });

  for (const follow of [false, true]) {
    it(`rejects a link to a folder, also over another link, ${follow ? "with" : "without"} \`follow\``, async () => {
      mkdirSync(target.path("d"));
      symlinkSync("d", target.path("link"));
      symlinkSync("link", target.path("second"));
      for (const name of ["link", "second"]) {
        const { fault } = await target.run(copy, { dest: target.path(name), content: "x", follow });
        expect(fault?.code).to.equal("modules/is-directory");
        expect(lstatSync(target.path(name)).isSymbolicLink()).to.equal(true);
      }
      expect(readdirSync(target.path("d"))).to.deep.equal([]);
    });
  }

  it("follows a link to a file that does not exist, whose name ends with a line break", async () => {
    mkdirSync(target.path("d"));
    symlinkSync("d/new\n", target.path("link"));
    const args = { dest: target.path("link"), content: "x", follow: true };
    expect((await target.run(copy, args)).applied).to.deep.equal({ ok: true, value: {} });
    expect(readFileSync(target.path("d", "new\n"), "utf8")).to.equal("x");
    expect((await target.run(copy, args)).changes).to.deep.equal([]);
  });

  it("names the target of a link that cannot be followed because its folder does not exist", async () => {
    symlinkSync("none/file", target.path("link"));
    const args = { dest: target.path("link"), content: "x" };
    const fault = await target.faultOf(copy, { ...args, follow: true });
    expect(fault).to.include({ code: "modules/dangling-link", missing: true });
    expect(fault?.message).to.include("none/file");
    expect((await target.run(copy, args)).applied).to.deep.equal({ ok: true, value: {} });
  });

  it("rejects a loop of links with `follow` and in the folder's name, and replaces it otherwise", async () => {
    symlinkSync("b", target.path("a"));
    symlinkSync("a", target.path("b"));
    const args = { dest: target.path("a"), content: "x" };
    expect(await target.faultOf(copy, { ...args, follow: true })).to.include({ code: "modules/link-loop" });
    expect(await target.faultOf(copy, { ...args, dest: target.path("a", "x") })).to.include({
      code: "modules/link-loop",
    });
    expect((await target.run(copy, args)).applied).to.deep.equal({ ok: true, value: {} });
    expect(lstatSync(target.path("a")).isFile()).to.equal(true);
  });

  it("keeps a link if `force` is off", async () => {
    writeFileSync(target.path("real"), "old");
    symlinkSync("real", target.path("link"));
    symlinkSync("none", target.path("dangling"));
    for (const name of ["link", "dangling"]) {
      const { changes, fault } = await target.run(copy, { dest: target.path(name), content: "new", force: false });
      expect([changes, fault]).to.deep.equal([[], undefined]);
    }
  });

  it("rejects a path that ends with a slash unless it is clear that a folder exists there", async () => {
    mkdirSync(target.path("d"));
    const code = async (dest: string) => (await target.run(copy, { dest, content: "x" })).fault?.code;
    expect(await code(`${target.path("new")}/`)).to.equal("modules/names-folder");
    expect(await code(`${target.path("d")}/.`)).to.equal("modules/names-folder");
    expect(await code("/")).to.equal("modules/names-folder");
    expect(existsSync(target.path("new"))).to.equal(false);
  });

  it("predicts that nothing can be written in a folder on a read-only file system", async () => {
    const full = withDefaults(copy, { dest: target.path("f"), content: "x" });
    const state = { ...(await target.probe(copy, full)), parent: "locked" } as const;
    expect(copy.decide(full, state, NOTHING_PREDICTED).fault).to.include({ code: "modules/not-writable" });
    const change = { resource: { kind: "path", name: target.folder }, after: { type: "directory" } } as const;
    expect(copy.decide(full, state, predictedFrom([change])).fault).to.include({ missing: true });
  });

  it("finds that the folder is on a read-only file system", async () => {
    const state = await target.probe(copy, { dest: "/proc/sys/none", content: "x" });
    expect(state).to.include({ parent: "locked" });
  });

  it("rejects a folder, a missing parent, and a parent that is not a folder", async () => {
    mkdirSync(target.path("d"));
    writeFileSync(target.path("f"), "");
    const code = async (dest: string) => (await target.run(copy, { dest, content: "" })).fault?.code;
    expect(await code(target.path("d"))).to.equal("modules/is-directory");
    expect(await code(target.path("no", "f"))).to.equal("modules/no-parent");
    expect(await code(target.path("f", "g"))).to.equal("modules/parent-not-directory");
    expect(existsSync(target.path("no"))).to.equal(false);
  });

  it("rejects a mount point, and writes it in place only with `unsafe_writes`", async () => {
    const found = readFileSync("/proc/self/mountinfo", "utf8").match(/ (\/etc\/(?:hosts|hostname|resolv\.conf)) /);
    const dest = found?.[1];
    if (dest === undefined) return;
    const full = withDefaults(copy, { dest, content: "never written" });
    const state = await target.probe(copy, full);
    expect(copy.decide(full, state, NOTHING_PREDICTED).fault?.code).to.equal("modules/mount-point");
    const unsafe = copy.decide({ ...full, unsafe_writes: true }, state, NOTHING_PREDICTED);
    expect(unsafe.fault).to.equal(undefined);
    expect(unsafe.warnings).to.have.length(1);
  });

  it("reports an unknown user as a fault that an earlier task may fix", async () => {
    const { fault } = await target.run(copy, { dest: target.path("f"), content: "", owner: "no_such_user_x" });
    expect(fault).to.include({ code: "modules/no-account", missing: true });
  });

  it("accepts a user and a group that earlier tasks would make, but none that they would remove", async () => {
    const full = withDefaults(copy, { dest: target.path("f"), content: "", owner: "no_such_user_x", group: "root" });
    const state = await target.probe(copy, full);
    const user = { kind: "user", name: "no_such_user_x" } as const;
    const made = copy.decide(full, state, predictedFrom([{ resource: user, after: { uid: 5 } }]));
    expect(made.changes[0]?.after).to.include({ owner: "no_such_user_x" });
    const group = { kind: "group", name: "root" } as const;
    const removed = [
      { resource: user, after: {} },
      { resource: group, after: null },
    ];
    expect(copy.decide(full, state, predictedFrom(removed)).fault?.message).to.include("The group root");
  });

  describe("in check mode", () => {
    const resource = (name: string) => ({ kind: "path", name }) as const;

    it("expects a folder that an earlier task would create", async () => {
      const full = withDefaults(copy, { dest: target.path("new", "f"), content: "x" });
      const state = await target.probe(copy, full);
      const predicted = predictedFrom([
        { resource: resource(target.path("new")), after: { type: "directory", mode: "0755" } },
      ]);
      expect(copy.decide(full, state, predicted).changes).to.have.length(1);
    });

    it("does not guess what a link that an earlier task would create leads to", async () => {
      const full = withDefaults(copy, { dest: target.path("link"), content: "x" });
      const after = { type: "link", target: "/opt" };
      const predicted = predictedFrom([{ resource: resource(target.path("link")), after }]);
      const decision = copy.decide(full, await target.probe(copy, full), predicted);
      expect(decision.unpredictable).to.include("link");
      expect(decision.changes).to.deep.equal([]);
    });

    it("compares with a file that an earlier task would have written or removed", async () => {
      writeFileSync(target.path("f"), "old");
      const full = withDefaults(copy, { dest: target.path("f"), content: "new" });
      const state = await target.probe(copy, full);
      const { changes } = copy.decide(full, state, NOTHING_PREDICTED);
      expect(changes).to.have.length(1);
      expect(copy.decide(full, state, predictedFrom(changes)).changes).to.deep.equal([]);
      const gone = predictedFrom([{ resource: resource(target.path("f")), after: null }]);
      expect(copy.decide(full, state, gone).changes[0]?.before).to.equal(null);
    });
  });
});

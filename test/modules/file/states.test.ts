import { expect } from "chai";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { Unknown } from "../../../src/model/unknown.ts";
import { file } from "../../../src/modules/file/file.ts";
import { predictedFrom, Target, withDefaults } from "../lib/target.ts";

describe("modules/file: touch, hard links, force, follow and recurse", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const modeOf = (...names: string[]) => (statSync(target.path(...names)).mode & 0o7777).toString(8);
  const run = (args: Record<string, unknown>) => target.run(file, args);
  const codeOf = async (args: Record<string, unknown>) => (await target.faultOf(file, args))?.code;
  const keep = { access_time: "preserve", modification_time: "preserve" };

  describe("touch", () => {
    it("creates an empty file, and then sets its times in every run unless they are preserved", async () => {
      const path = target.path("f");
      expect((await run({ path, state: "touch", mode: "u=rw,go=" })).result).to.include({
        state: "file",
        mode: "0600",
      });
      expect(modeOf("f")).to.equal("600");
      expect((await run({ path, state: "touch", ...keep })).changes).to.deep.equal([]);
      utimesSync(path, 1000, 1000);
      expect((await run({ path, state: "touch" })).changes).to.have.length(1);
      expect(statSync(path).mtimeMs).to.be.greaterThan(1e12);
    });

    it("sets a time once, and leaves the other one", async () => {
      const path = target.path("f");
      writeFileSync(path, "x");
      utimesSync(path, 1000, 1000);
      const args = { path, state: "file", modification_time: "202001020304.05" };
      const { changes, applied } = await run(args);
      expect(applied?.ok).to.equal(true);
      expect(changes[0]?.after).to.include({ modified: "202001020304.05" });
      expect(statSync(path).mtimeMs).to.equal(new Date(2020, 0, 2, 3, 4, 5).getTime());
      expect(statSync(path).atimeMs).to.equal(1_000_000);
      expect((await run(args)).changes).to.deep.equal([]);
    });

    it("does not know the times of what an earlier task would change", async () => {
      const full = withDefaults(file, { path: target.path("f"), modification_time: "202001020304.05" });
      const after = { type: "file", mode: "0644" };
      const predicted = predictedFrom([{ resource: { kind: "path", name: full.path }, after }]);
      const state = await target.probe(file, full);
      expect(file.decide(full, state, predicted).unpredictable).to.contain("the times of");
      expect(file.decide({ ...full, modification_time: "now" }, state, predicted).changes).to.have.length(1);
    });

    it("needs the folder, and touches folders, too", async () => {
      expect(await codeOf({ path: target.path("none/f"), state: "touch" })).to.equal("modules/no-parent");
      mkdirSync(target.path("d"));
      utimesSync(target.path("d"), 1000, 1000);
      await run({ path: target.path("d"), state: "touch" });
      expect(statSync(target.path("d")).mtimeMs).to.be.greaterThan(1e12);
    });
  });

  describe("hard links", () => {
    it("are made once, and replace another file only with `force`", async () => {
      writeFileSync(target.path("src"), "x", { mode: 0o640 });
      const args = { path: target.path("name"), src: target.path("src"), state: "hard" };
      expect((await run(args)).applied?.ok).to.equal(true);
      expect(lstatSync(target.path("name")).ino).to.equal(lstatSync(target.path("src")).ino);
      expect((await run(args)).changes).to.deep.equal([]);
      writeFileSync(target.path("other"), "y");
      expect(await codeOf({ ...args, path: target.path("other") })).to.equal("modules/in-the-way");
      await run({ ...args, path: target.path("other"), force: true });
      expect(lstatSync(target.path("other")).ino).to.equal(lstatSync(target.path("src")).ino);
    });

    it("need a file, by its whole path", async () => {
      const args = { path: target.path("name"), state: "hard" };
      expect(await codeOf({ ...args, src: "src" })).to.equal("modules/argument");
      expect(await codeOf({ ...args, src: target.path("none") })).to.equal("modules/no-file");
      expect(await codeOf({ ...args, src: target.folder })).to.equal("modules/other-type");
    });

    it("are predicted for a file that an earlier task would write", async () => {
      const full = withDefaults(file, { path: target.path("name"), src: target.path("new"), state: "hard" } as const);
      const after = { type: "file", mode: "0640", text: "x" };
      const predicted = predictedFrom([{ resource: { kind: "path", name: target.path("new") }, after }]);
      const { changes, fault } = file.decide(full, await target.probe(file, full), predicted);
      expect(fault).to.equal(undefined);
      expect(changes[0]?.after).to.include({ mode: "0640", text: "x" });
    });
  });

  describe("symbolic links with `force`", () => {
    it("replace a file and an empty folder, but no other", async () => {
      writeFileSync(target.path("f"), "");
      mkdirSync(target.path("empty"));
      mkdirSync(target.path("full"));
      writeFileSync(target.path("full", "x"), "");
      const link = (name: string, force = true) => ({ path: target.path(name), state: "link", src: "to", force });
      expect(await codeOf(link("f", false))).to.equal("modules/other-type");
      for (const name of ["f", "empty"]) {
        expect((await run(link(name))).applied?.ok).to.equal(true);
        expect(readlinkSync(target.path(name))).to.equal("to");
      }
      expect(await codeOf(link("full"))).to.equal("modules/in-the-way");
    });
  });

  describe("a link at the path", () => {
    it("is followed unless `follow` is off", async () => {
      mkdirSync(target.path("d"), { mode: 0o755 });
      symlinkSync("d", target.path("link"));
      const args = { path: target.path("link"), state: "directory", mode: "0700" };
      const { changes } = await run(args);
      expect(changes[0]?.resource.name).to.equal(target.path("d"));
      expect(modeOf("d")).to.equal("700");
      expect((await run(args)).changes).to.deep.equal([]);
      expect(await codeOf({ ...args, follow: false })).to.equal("modules/other-type");
    });

    it("may lead to a folder that is made", async () => {
      symlinkSync("new", target.path("link"));
      await run({ path: target.path("link"), state: "directory" });
      expect(statSync(target.path("new")).isDirectory()).to.equal(true);
    });

    it("is unknown if an earlier task makes it", async () => {
      const full = withDefaults(file, { path: target.path("link"), mode: "0600" });
      const after = { type: "link", target: "x" };
      const predicted = predictedFrom([{ resource: { kind: "path", name: full.path }, after }]);
      expect(file.decide(full, await target.probe(file, full), predicted).unpredictable).to.contain("link");
    });
  });

  it("keeps what a path is without `state`", async () => {
    mkdirSync(target.path("d"));
    expect((await run({ path: target.path("d"), mode: "0711" })).result).to.include({
      state: "directory",
      mode: "0711",
    });
    expect(await codeOf({ path: target.path("none") })).to.equal("modules/no-file");
  });

  describe("recurse", () => {
    beforeEach(() => {
      mkdirSync(target.path("d/deep/er"), { recursive: true });
      for (const name of ["d/a b", "d/deep/it's", "d/deep/er/run"])
        writeFileSync(target.path(name), "", { mode: 0o644 });
      chmodSync(target.path("d/deep/er/run"), 0o755);
      symlinkSync("/etc/passwd", target.path("d/link"));
    });

    it("sets symbolic modes of all that is in the folder, and then finds nothing to do", async () => {
      const args = { path: target.path("d"), recurse: true, mode: "u=rwX,go=" };
      const { changes, applied } = await run(args);
      expect(applied?.ok).to.equal(true);
      expect(changes).to.have.length(6);
      expect(["a b", "deep", "deep/it's", "deep/er", "deep/er/run", ""].map((name) => modeOf("d", name))).to.deep.equal(
        ["600", "700", "600", "700", "700", "700"],
      );
      expect((await run(args)).changes).to.deep.equal([]);
    });

    it("names only what differs from an octal mode", async () => {
      chmodSync(target.path("d/deep/er/run"), 0o644);
      chmodSync(target.path("d/a b"), 0o600);
      const full = withDefaults(file, {
        path: target.path("d"),
        state: "directory",
        recurse: true,
        mode: "0755",
      } as const);
      expect([...((await target.probe(file, full)).tree?.keys() ?? [])].sort()).to.deep.equal([
        "a b",
        "deep/er/run",
        "deep/it's",
      ]);
    });

    it("rejects names with line breaks, and other states", async () => {
      expect(await codeOf({ path: target.path("d/a b"), state: "file", recurse: true })).to.equal("modules/argument");
      writeFileSync(target.path("d", "a\nb"), "");
      expect(await codeOf({ path: target.path("d"), recurse: true, mode: "0755" })).to.equal("modules/odd-name");
    });

    it("predicts what earlier tasks would put into the folder, and not what they would remove", async () => {
      const full = withDefaults(file, { path: target.path("d"), recurse: true, mode: "0600" });
      const at = (name: string) => ({ kind: "path", name: target.path(name) }) as const;
      const predicted = predictedFrom([
        { resource: at("d/new"), after: { type: "file", mode: "0644" } },
        { resource: at("d/fits"), after: { type: "file", mode: "0600" } },
        { resource: at("d/deep"), after: null },
        { resource: at("elsewhere"), after: { type: "file", mode: "0644" } },
      ]);
      const { changes } = file.decide(full, await target.probe(file, full), predicted);
      expect(changes.map(({ resource }) => resource.name).sort()).to.deep.equal(
        ["d", "d/a b", "d/new"].map((name) => target.path(name)),
      );
      const later = predictedFrom([{ resource: at("d/a b"), after: new Unknown("later") }]);
      expect(file.decide(full, await target.probe(file, full), later).unpredictable).to.equal("later");
    });
  });
});

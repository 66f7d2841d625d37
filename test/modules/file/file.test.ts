import { expect } from "chai";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { file } from "../../../src/modules/file/file.ts";
import type { SomeArgs } from "../lib/module-types.ts";
import { NOTHING_PREDICTED, predictedFrom, withDefaults, Target } from "../lib/target.ts";

describe("file", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  it("removes a tree folder by folder, without following links, if `rm` may go down by paths", async () => {
    mkdirSync(target.path("programs"));
    const rm = '#!/bin/sh\n[ "$1" = -f ] || exit 1\nexec /bin/rm "$@"\n';
    writeFileSync(target.path("programs/rm"), rm, { mode: 0o755 });
    mkdirSync(target.path("kept"));
    writeFileSync(target.path("kept/file"), "");
    for (const name of ["a/b\n/-c", ".hidden/..x", "empty"]) mkdirSync(target.path("tree", name), { recursive: true });
    for (let index = 0; index < 1100; index += 1) writeFileSync(target.path(`tree/a/file ${index}`), "");
    symlinkSync("../kept", target.path("tree/link"));
    symlinkSync("nowhere", target.path("tree/.hidden/dangling\n"));
    const args = withDefaults(file, { path: target.path("tree"), state: "absent" });
    const state = await target.probe(file, args);
    const { changes } = file.decide(args, state, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing to do");
    const { script } = file.apply(args, changes, state);
    const answer = await target.send(script, { PATH: `${target.path("programs")}:${process.env["PATH"] ?? ""}` });
    expect(answer).to.deep.equal({ stdout: "", stderr: "", exit: 0 });
    expect(existsSync(target.path("tree"))).to.equal(false);
    expect(readdirSync(target.path("kept"))).to.deep.equal(["file"]);
  });

  const missing: readonly (readonly [path: string, state: "absent" | "directory", name: string, brings: boolean])[] = [
    ["/etc/chrony-none/conf.d", "directory", "chrony", true],
    ["/etc/nginx-none/sites-enabled/default", "absent", "nginx-light", true],
    ["/etc/nginx-none/sites-enabled/default", "absent", "tree", false],
    ["/srv/nginx-none", "directory", "nginx-light", false],
    ["/etc/none/client", "absent", "docker-client", false],
    ["/etc/lists-none", "absent", "the package lists", false],
  ];
  for (const [path, state, name, brings] of missing) {
    it(`${brings ? "does not know" : "predicts"} ${path} as ${state} once ${name} is to be installed`, async () => {
      const args = withDefaults(file, { path, state });
      const predicted = predictedFrom([{ resource: { kind: "package", name }, after: "1.0" }]);
      const { unpredictable } = file.decide(args, await target.probe(file, args), predicted);
      expect(unpredictable).to.equal(brings ? `the package ${name} may bring ${path}` : undefined);
    });
  }

  it("knows that a path stays absent which an earlier task removes after the package", async () => {
    const args = withDefaults(file, { path: "/etc/nginx-none/default", state: "absent" });
    const predicted = predictedFrom([
      { resource: { kind: "package", name: "nginx" }, after: "1.0" },
      { resource: { kind: "path", name: args.path }, after: null },
    ]);
    const { changes, unpredictable } = file.decide(args, await target.probe(file, args), predicted);
    expect({ changes, unpredictable }).to.deep.equal({ changes: [], unpredictable: undefined });
  });

  for (const name of ["plain", "it's", "-p", "new\nline", "a b/c d"]) {
    it(`creates a folder named ${JSON.stringify(name)}, and then finds nothing to do`, async () => {
      const args = { path: target.path(name), state: "directory", mode: "2750" } as const;
      const { changes } = await target.run(file, args);
      expect(changes.map(({ resource }) => resource.name).at(-1)).to.equal(target.path(name));
      expect(changes).to.have.length(name.split("/").length);
      expect(statSync(target.path(name)).mode & 0o7777).to.equal(0o2750);
      expect((await target.run(file, args)).changes).to.deep.equal([]);
      expect((await target.run(file, { ...args, mode: "0750" })).changes).to.have.length(1);
      expect(statSync(target.path(name)).mode & 0o7777).to.equal(0o750);
    });

    it(`creates, changes and keeps a link named ${JSON.stringify(name)}`, async () => {
      mkdirSync(target.path("a b"), { recursive: true });
      const args = { path: target.path(name), state: "link", src: `to ${name}` } as const;
      await target.run(file, args);
      expect(readlinkSync(target.path(name))).to.equal(`to ${name}`);
      expect((await target.run(file, args)).changes).to.deep.equal([]);
      await target.run(file, { ...args, src: "/else\nwhere" });
      expect(readlinkSync(target.path(name))).to.equal("/else\nwhere");
    });

    it(`removes ${JSON.stringify(name)}, and then finds nothing to do`, async () => {
      mkdirSync(target.path(name, "below"), { recursive: true });
      const args = { path: target.path(name), state: "absent" } as const;
      const { changes, result } = await target.run(file, args);
      expect(changes[0]?.after).to.equal(null);
      expect(result).to.deep.equal({ path: target.path(name), state: "absent" });
      expect(existsSync(target.path(name))).to.equal(false);
      expect((await target.run(file, args)).changes).to.deep.equal([]);
    });
  }

  it("removes a link but not its target", async () => {
    mkdirSync(target.path("d"));
    symlinkSync("d", target.path("link"));
    await target.run(file, { path: `${target.path("link")}/`, state: "absent" });
    expect(existsSync(target.path("d"))).to.equal(true);
    expect(existsSync(target.path("link"))).to.equal(false);
  });

  it("replaces a link to a folder instead of creating a link in that folder", async () => {
    mkdirSync(target.path("d"));
    symlinkSync("d", target.path("link"));
    await target.run(file, { path: target.path("link"), state: "link", src: "elsewhere" });
    expect(readlinkSync(target.path("link"))).to.equal("elsewhere");
  });

  it("sets a different mode once", async () => {
    writeFileSync(target.path("f"), "");
    chmodSync(target.path("f"), 0o644);
    const { result } = await target.run(file, { path: target.path("f"), mode: "0600" });
    expect(result).to.include({ state: "file", mode: "0600" });
    expect(lstatSync(target.path("f")).mode & 0o7777).to.equal(0o600);
    expect((await target.run(file, { path: target.path("f"), mode: "600" })).changes).to.deep.equal([]);
  });

  const rejected: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["a missing file", { path: "none" }, "modules/no-file"],
    ["a folder at the path of a file", { path: "f", state: "directory" }, "modules/other-type"],
    ["a folder below a file", { path: "f/d/e", state: "directory" }, "modules/parent-not-directory"],
    ["a link at the path of a folder", { path: "d", state: "link", src: "x" }, "modules/other-type"],
    ["a link without a target", { path: "l", state: "link" }, "modules/argument"],
    ["a target for a folder", { path: "d", state: "directory", src: "x" }, "modules/argument"],
    ["a target without a state", { path: "f", src: "x" }, "modules/argument"],
    ["a link in a missing folder", { path: "no/l", state: "link", src: "x" }, "modules/no-parent"],
  ];
  for (const [what, args, code] of rejected) {
    it(`rejects ${what}`, async () => {
      writeFileSync(target.path("f"), "");
      mkdirSync(target.path("d"));
      expect((await target.run(file, { ...args, path: target.path(String(args["path"])) })).fault?.code).to.equal(code);
    });
  }

  for (const path of ["/", "/etc", "//usr/", "/usr/./lib", "/var"]) {
    it(`never removes ${path}`, async () => {
      const full = withDefaults(file, { path, state: "absent" });
      const state = await target.probe(file, full);
      const decision = file.decide(full, state, NOTHING_PREDICTED);
      expect(decision.fault?.code).to.equal("modules/protected");
      expect(decision.changes).to.deep.equal([]);
    });
  }

  it("never removes a system folder that is reached through a link", async () => {
    symlinkSync("/", target.path("root"));
    const at = (path: string) => ({ path: target.path("root", path), state: "absent" }) as const;
    expect(await target.faultOf(file, at("etc"))).to.include({ code: "modules/protected" });
    expect((await target.faultOf(file, at("proc/self")))?.code).to.not.equal("modules/protected");
    expect(await target.probe(file, at("proc"))).to.include({ mounted: true });
  });

  it("removes a link whose folder's name contains a link", async () => {
    mkdirSync(target.path("d e"));
    symlinkSync("d e", target.path("folder"));
    symlinkSync("/etc", target.path("d e", "link"));
    const { applied } = await target.run(file, { path: target.path("folder", "link"), state: "absent" });
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect(existsSync("/etc")).to.equal(true);
    expect(existsSync(target.path("d e", "link"))).to.equal(false);
  });

  it("predicts that nothing can be created or removed in a locked folder, and keeps what fits", async () => {
    mkdirSync(target.path("d"));
    symlinkSync("x", target.path("l"));
    const decide = async (
      name: string,
      args: Record<string, string>,
      changes: Parameters<typeof predictedFrom>[0] = [],
    ) => {
      const full = withDefaults(file, { path: target.path(name), ...args });
      const state = { ...(await target.probe(file, full)), locked: true };
      return file.decide(full, state, predictedFrom(changes)).fault;
    };
    expect(await decide("new", { state: "directory" })).to.include({ code: "modules/not-writable" });
    expect((await decide("a/b/c", { state: "directory" }))?.message).to.include(`folder ${target.folder}.`);
    expect(await decide("d", { state: "absent" })).to.include({ code: "modules/not-writable" });
    expect(await decide("l", { state: "link", src: "y" })).to.include({ code: "modules/not-writable" });
    expect(await decide("l", { state: "link", src: "x" })).to.equal(undefined);
    expect(await decide("d", { state: "directory", mode: "0700" })).to.equal(undefined);
    expect(await decide("none", { state: "absent" })).to.equal(undefined);
    const opened = { resource: { kind: "path", name: target.folder }, after: { type: "directory" } } as const;
    expect(await decide("new", { state: "directory" }, [opened])).to.include({ missing: true });
  });

  it("warns that a link has no mode", async () => {
    const args = { path: target.path("l"), state: "link", src: "x", mode: "0600" } as const;
    expect((await target.run(file, args)).warnings).to.have.length(1);
    expect((await target.run(file, args)).changes).to.deep.equal([]);
  });

  it("does not remove a folder with a mount point in it", async () => {
    const full = withDefaults(file, { path: "/proc/sys", state: "absent" });
    const folder = { kind: "directory" } as const;
    const state = {
      path: folder,
      missing: [],
      blocked: undefined,
      locked: false,
      mounted: true,
      accounts: { user: false, group: false },
      others: [],
    };
    expect(file.decide(full, state, NOTHING_PREDICTED).fault?.code).to.equal("modules/mounted-below");
    const root = withDefaults(file, { path: "/dev", state: "absent" });
    expect(await target.probe(file, root)).to.include({ mounted: true });
  });

  it("predicts each folder only once in check mode", async () => {
    const full = withDefaults(file, { path: target.path("a", "b"), state: "directory" });
    const state = await target.probe(file, full);
    const first = file.decide(full, state, NOTHING_PREDICTED).changes;
    expect(first.map(({ resource }) => resource.name)).to.deep.equal([target.path("a"), target.path("a", "b")]);
    const predicted = predictedFrom(first);
    expect(file.decide(full, state, predicted).changes).to.deep.equal([]);
    const link = withDefaults(file, { path: target.path("a", "l"), state: "link", src: "b" });
    expect(file.decide(link, await target.probe(file, link), predicted).changes).to.have.length(1);
  });

  describe("with `exclusive`", () => {
    const args = () => ({ path: target.path("conf"), state: "directory", exclusive: ["kept", "-p", "sub"] }) as const;

    function fill(...names: readonly string[]): void {
      mkdirSync(target.path("conf/sub"), { recursive: true });
      for (const name of names) writeFileSync(target.path("conf", name), "");
      writeFileSync(target.path("conf/sub/inner"), "");
    }

    it("removes all else in the folder, whatever its name, and then finds nothing to do", async () => {
      const others = [".hidden", "..x", "-rf", "it's", "kept\n-p", "new\nline", "end\n", "100%s\\n", "*"];
      fill("kept", "-p", ...others);
      mkdirSync(target.path("conf/more/deep"), { recursive: true });
      symlinkSync("sub", target.path("conf/link"));
      const { changes } = await target.run(file, args());
      const removed = [...others, "more", "link"].map((name) => target.path("conf", name));
      expect(changes.map(({ resource }) => resource.name).sort()).to.deep.equal(removed.sort());
      expect(readdirSync(target.path("conf")).sort()).to.deep.equal(["-p", "kept", "sub"]);
      expect(existsSync(target.path("conf/sub/inner"))).to.equal(true);
      expect((await target.run(file, args())).changes).to.deep.equal([]);
    });

    it("removes a name that is not text", async () => {
      fill("kept");
      const name = Buffer.concat([Buffer.from(`${target.path("conf")}/`), Buffer.from([0xff, 0x2e])]);
      writeFileSync(name, "");
      await target.run(file, args());
      expect(readdirSync(target.path("conf")).sort()).to.deep.equal(["kept", "sub"]);
    });

    it("removes nothing that an earlier task has removed, and nothing if the folder is new", async () => {
      expect((await target.run(file, args())).changes).to.have.length(1);
      fill("gone");
      const state = await target.probe(file, withDefaults(file, args()));
      const name = target.path("conf/gone");
      const predicted = predictedFrom([{ resource: { kind: "path", name }, after: null }]);
      expect(file.decide(withDefaults(file, args()), state, predicted).changes).to.deep.equal([]);
    });

    it("is rejected for system folders, and for anything but a folder", async () => {
      const decide = async (given: SomeArgs<typeof file>) => {
        const full = withDefaults(file, given);
        return file.decide(full, await target.probe(file, full), NOTHING_PREDICTED).fault?.code;
      };
      expect(await decide({ path: "/etc", state: "directory", exclusive: [] })).to.equal("modules/protected");
      expect(await decide({ path: target.path("a"), state: "absent", exclusive: [] })).to.equal("modules/argument");
    });
  });
});

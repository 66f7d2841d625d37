import {
  chownSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import type { ShellModule } from "../../../../src/module/contract.ts";
import { command } from "../../../../src/modules/command/command.ts";
import { compose } from "../../../../src/modules/compose/compose.ts";
import { copy } from "../../../../src/modules/copy.ts";
import { file } from "../../../../src/modules/file/file.ts";
import { shell } from "../../../../src/modules/shell.ts";
import { stat } from "../../../../src/modules/stat/stat.ts";
import { lengthFault } from "../../../../src/modules/lib/path/walk.ts";
import { OTHER, SharedTarget } from "../others.ts";
import { NOTHING_PREDICTED, predictedFrom, withDefaults } from "../target.ts";

const asRoot = process.getuid?.() === 0;

describe("modules/lib/path/walk", () => {
  let target: SharedTarget;
  beforeEach(() => {
    target = new SharedTarget();
  });
  afterEach(() => target.remove());

  /** A link that belongs to a user. */
  const link = (name: string, to: string, uid: number) => {
    symlinkSync(to, target.path(name));
    lchownSync(target.path(name), uid, uid);
  };

  /** Applies a task as it was decided before `meanwhile`, and returns the fault. */
  const applyAfter = async <Args extends object, State>(
    module: ShellModule<Args, State>,
    given: Partial<Args>,
    meanwhile: () => void,
  ) => {
    const args = withDefaults(module, given);
    const state = await target.probe(module, args);
    const { changes } = module.decide(args, state, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing to do");
    const { script, parse } = module.apply(args, changes, state);
    meanwhile();
    const outcome = parse?.(await target.send(script));
    return outcome?.ok === false ? outcome.faults[0] : undefined;
  };

  interface Kind {
    readonly what: string;
    /** Below the folder `home`, which belongs to the other user. */
    readonly path: string;
    readonly make: () => void;
    readonly isSafe: boolean;
  }

  const KINDS: readonly Kind[] = [
    {
      what: "a link of another user in place of the folder",
      path: "home/link",
      make: () => link("home/link", target.path("safe"), OTHER),
      isSafe: false,
    },
    {
      what: "such a link above the folder",
      path: "home/link/folder",
      make: () => link("home/link", "../safe", OTHER),
      isSafe: false,
    },
    {
      what: "a link of root that leads through one of another user",
      path: "current",
      make: () => {
        link("home/link", target.path("safe"), OTHER);
        link("current", "home/link", 0);
      },
      isSafe: false,
    },
    {
      what: "a link of root with an absolute target",
      path: "current/folder",
      make: () => link("current", target.path("safe"), 0),
      isSafe: true,
    },
    {
      what: "a link of root with a relative target through `..`, in the other user's folder",
      path: "home/current",
      make: () => link("home/current", ".././home//../safe/", 0),
      isSafe: true,
    },
  ];

  for (const { what, path, make, isSafe } of KINDS) {
    describe(`with ${what}`, () => {
      beforeEach(function () {
        if (!asRoot) this.skip();
        target.make("home", OTHER);
        make();
      });

      const below = (name: string) => target.path(path, name);
      const tasks: readonly (readonly [string, ShellModule<never, never>, (name: string) => object])[] = [
        ["copy", copy as never, (name) => ({ dest: below(name), content: "x" })],
        ["copy with follow", copy as never, (name) => ({ dest: below(name), content: "x", follow: true })],
        ["file: directory", file as never, (name) => ({ path: below(name), state: "directory" })],
        ["command", command as never, (name) => ({ argv: ["mkdir", name], chdir: below(""), creates: name })],
        ["shell", shell as never, (name) => ({ cmd: `mkdir ${name}`, chdir: below(""), creates: name })],
        ["file: link", file as never, (name) => ({ path: below(name), state: "link", src: "x" })],
      ];
      for (const [task, module, args] of tasks) {
        it(`${isSafe ? "goes there" : "refuses"}: ${task}`, async () => {
          const before = target.safe();
          const { fault } = await target.run(module, args("new") as never);
          if (isSafe) {
            expect(fault).to.equal(undefined);
            expect(lstatSync(below("new")).uid).to.equal(0);
            expect((await target.run(module, args("new") as never)).changes).to.deep.equal([]);
            return;
          }
          expect(fault?.code).to.equal("modules/unsafe-link");
          expect(fault?.message).to.include(target.path("home/link")).and.to.include(String(OTHER));
          expect(target.safe()).to.deep.equal(before);
          const trusting = { ...args("new"), follow_unsafe_links: true };
          expect((await target.run(module, trusting as never)).applied?.ok).to.equal(true);
          expect(lstatSync(below("new")).uid).to.equal(0);
        });
      }

      for (const args of [{ mode: "0644" }, { owner: String(OTHER) }, { state: "absent" }] as const) {
        it(`${isSafe ? "goes there" : "refuses"}: file with ${JSON.stringify(args)}`, async () => {
          writeFileSync(below("file"), "", { mode: 0o600 });
          const given = { path: below("file"), ...args };
          if (!isSafe) {
            expect((await target.faultOf(file, given))?.code).to.equal("modules/unsafe-link");
            expect(statSync(below("file"))).to.include({ uid: 0, mode: 0o100600 });
          }
          const trusting = { ...given, follow_unsafe_links: !isSafe };
          expect((await target.run(file, trusting)).applied).to.deep.equal({ ok: true, value: {} });
          expect((await target.run(file, trusting)).changes).to.deep.equal([]);
        });
      }

      it("reads what is there", async () => {
        writeFileSync(below("file"), "x");
        expect((await target.run(stat, { path: below("file") })).result).to.include({ exists: true, size: 1 });
      });
    });
  }

  it("refuses a link at the path itself with follow, if it belongs to another user", async function () {
    if (!asRoot) this.skip();
    target.make("home", OTHER);
    link("home/link", target.path("safe/secret"), OTHER);
    const args = { dest: target.path("home/link"), content: "x", follow: true };
    expect((await target.faultOf(copy, args))?.message).to.include("it is a symbolic link");
    expect((await target.run(copy, { ...args, follow: false })).applied?.ok).to.equal(true);
    expect(readFileSync(target.path("safe/secret"), "utf8")).to.equal("secret\n");
    expect(readFileSync(target.path("home/link"), "utf8")).to.equal("x");
  });

  it("expects in check mode that an earlier task removes the link", async function () {
    if (!asRoot) this.skip();
    target.make("home", OTHER);
    link("home/link", target.path("safe"), OTHER);
    const args = withDefaults(copy, { dest: target.path("home/link/new"), content: "x" });
    const state = await target.probe(copy, args);
    const predicted = predictedFrom([
      { resource: { kind: "path", name: target.path("home/link") }, after: { type: "directory" } },
    ]);
    expect(copy.decide(args, state, predicted).fault).to.include({ code: "modules/unsafe-link", missing: true });
  });

  it("refuses when it applies what has become unsafe after the probe", async function () {
    if (!asRoot) this.skip();
    target.make("home/d", OTHER);
    chownSync(target.path("home"), OTHER, OTHER);
    writeFileSync(target.path("home/d/old"), "");
    const before = target.safe();
    const swap = () => {
      renameSync(target.path("home/d"), target.path("home/aside"));
      link("home/d", target.path("safe"), OTHER);
    };
    const back = () => {
      renameSync(target.path("home/d"), target.path(`home/link ${Math.random()}`));
      renameSync(target.path("home/aside"), target.path("home/d"));
    };
    const path = target.path("home/d/old");
    for (const args of [{ mode: "0600" }, { state: "absent" }] as const) {
      expect((await applyAfter(file, { path, ...args }, swap))?.code).to.equal("modules/unsafe-link");
      back();
    }
    expect((await applyAfter(copy, { dest: path, content: "x" }, swap))?.code).to.equal("modules/unsafe-link");
    expect(target.safe()).to.deep.equal(before);
  });

  it("does not change a file of root that another user has linked to the path", async function () {
    if (!asRoot) this.skip();
    target.make("home", OTHER);
    linkSync(target.path("safe/secret"), target.path("home/conf"));
    const args = { path: target.path("home/conf"), mode: "0644" };
    const { applied } = await target.run(file, args);
    expect(applied?.ok === false && applied.faults[0].code).to.equal("modules/hard-links");
    expect(statSync(target.path("safe/secret")).mode & 0o777).to.equal(0o600);
    expect(readdirSync(target.path("home"))).to.deep.equal(["conf"]);
    expect((await target.run(file, { ...args, follow_unsafe_links: true })).applied?.ok).to.equal(true);
    expect(statSync(target.path("safe/secret")).mode & 0o777).to.equal(0o644);
  });

  it("changes mode and owner of files and folders in another user's folder", async function () {
    if (!asRoot) this.skip();
    target.make("home/sub", OTHER);
    chownSync(target.path("home"), OTHER, OTHER);
    writeFileSync(target.path("home/conf"), "x");
    for (const [name, state] of [
      ["conf", "file"],
      ["sub", "directory"],
    ] as const) {
      const args = { path: target.path("home", name), state, mode: "4710", owner: String(OTHER) };
      expect((await target.run(file, args)).applied).to.deep.equal({ ok: true, value: {} });
      expect(statSync(target.path("home", name))).to.include({ uid: OTHER, nlink: state === "file" ? 1 : 2 });
      expect(statSync(target.path("home", name)).mode & 0o7777).to.equal(0o4710);
      expect((await target.run(file, args)).changes).to.deep.equal([]);
    }
    expect(readdirSync(target.path("home")).sort()).to.deep.equal(["conf", "sub"]);
  });

  it("does not go to a compose project through another user's link", async function () {
    if (!asRoot) this.skip();
    target.make("home", OTHER);
    target.make("safe/project");
    link("home/link", target.path("safe"), OTHER);
    target.make("programs");
    writeFileSync(target.path("programs/docker"), "#!/bin/sh\npwd\n", { mode: 0o755 });
    const probe = async (project: string, more = {}) => {
      const args = withDefaults(compose, { project_src: target.path(project), ...more });
      const { script, parse } = compose.probe(args);
      const PATH = `${target.path("programs")}:${process.env["PATH"] ?? ""}`;
      const state = parse(await target.send(script, { PATH }));
      if (!state.ok) throw new Error(state.faults[0].message);
      return compose.decide(args, state.value, NOTHING_PREDICTED).fault;
    };
    expect((await probe("home/link/project"))?.code).to.equal("modules/unsafe-link");
    const trusting = { follow_unsafe_links: true };
    expect((await probe("home/link/project", trusting))?.code).to.not.equal("modules/unsafe-link");
  });

  it("depends neither on the words of stat's errors nor on what a loader writes to standard error", async () => {
    writeFileSync(target.path("file"), "x");
    target.make("programs");
    const STAT = `#!/bin/sh\nPATH=\${PATH#*:}\nexec stat "$@" 2>/dev/null || echo "Datei fehlt (os error 2)" >&2\n`;
    writeFileSync(target.path("programs/stat"), STAT, { mode: 0o755 });
    const environment = { PATH: `${target.path("programs")}:${process.env["PATH"] ?? ""}`, LD_PRELOAD: "/none.so" };
    const existsOf = async (path: string) => {
      const { script, parse } = stat.probe(withDefaults(stat, { path: target.path(path) }));
      const state = parse(await target.send(script, environment));
      return state.ok && state.value.state !== "absent";
    };
    expect(await existsOf("file")).to.equal(true);
    for (const path of ["none", "none/none", "file/none"]) expect(await existsOf(path), path).to.equal(false);
    for (const name of ["file", "new"]) {
      const args = withDefaults(copy, { dest: target.path(name), content: "y" });
      const probed = copy.probe(args);
      const state = probed.parse(await target.send(probed.script, environment));
      if (!state.ok) throw new Error(state.faults[0].message);
      const [change] = copy.decide(args, state.value, NOTHING_PREDICTED).changes;
      if (!change) throw new Error("nothing to do");
      const { script, parse } = copy.apply(args, [change], state.value);
      expect(parse?.(await target.send(script, environment))).to.deep.equal({ ok: true, value: {} });
      expect(readFileSync(target.path(name), "utf8")).to.equal("y");
    }
  });

  it("names a missing tool instead of taking its absence for an answer", async () => {
    target.make("programs");
    for (const name of ["sh", "readlink", "base64", "id", "tr"])
      symlinkSync(
        execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(),
        target.path("programs", name),
      );
    const { script, parse } = stat.probe(withDefaults(stat, { path: target.path("safe") }));
    const state = parse(await target.send(script, { PATH: target.path("programs") }));
    expect(state.ok).to.equal(false);
    expect(!state.ok && state.faults[0].details?.join()).to.match(/stat.*not found/);
  });

  it("names a loop in the folders above the path", async () => {
    symlinkSync("b", target.path("a"));
    symlinkSync("a", target.path("b"));
    for (const state of ["file", "directory", "absent"] as const) {
      const fault = await target.faultOf(file, { path: target.path("a/x"), state });
      expect(fault?.code).to.equal("modules/link-loop");
    }
    expect(await target.faultOf(stat, { path: target.path("a/x") })).to.include({ code: "modules/link-loop" });
  });

  const NAMES = [
    "\n",
    "a\n\n",
    "-rf",
    " ",
    "b ",
    "*",
    "~",
    "é".repeat(127),
    "n".repeat(255),
    "'",
    '"',
    "\\",
    ".provision",
  ];
  for (const name of NAMES) {
    it(`writes, changes and removes ${JSON.stringify(name)} in a folder of the same name`, async () => {
      mkdirSync(target.path(name));
      const path = target.path(name, name);
      const isWorking = async (args: object) => (await target.run(file, { path, ...args })).applied?.ok;
      expect((await target.run(copy, { dest: path, content: "x" })).applied).to.deep.equal({ ok: true, value: {} });
      expect((await target.run(stat, { path })).result).to.include({ exists: true, size: 1 });
      expect(await isWorking({ mode: "0600" })).to.equal(true);
      expect(statSync(path).mode & 0o777).to.equal(0o600);
      expect(await isWorking({ state: "absent" })).to.equal(true);
      expect(await isWorking({ state: "link", src: name })).to.equal(true);
      expect(readdirSync(target.path(name))).to.deep.equal([name]);
      expect(await isWorking({ state: "absent" })).to.equal(true);
      expect(await isWorking({ path: target.path(name, name, name), state: "directory" })).to.equal(true);
      expect(existsSync(target.path(name, name, name))).to.equal(true);
    });
  }

  it("rejects names that no file system accepts", async () => {
    const path = target.path("n".repeat(256));
    for (const state of ["file", "directory", "absent"] as const)
      expect(await target.faultOf(file, { path, state })).to.include({ code: "modules/name-too-long" });
    expect(await target.faultOf(copy, { dest: path, content: "x" })).to.include({ code: "modules/name-too-long" });
    expect(lengthFault(`/${"d/".repeat(2_100)}`)?.code).to.equal("modules/name-too-long");
    expect(lengthFault(`/${"é".repeat(127)}/x`)).to.equal(undefined);
  });
});

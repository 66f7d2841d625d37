import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import type { ShellModule } from "../../src/module/contract.ts";
import { type Script, write } from "../../src/module/script.ts";
import { copy } from "../../src/modules/copy.ts";
import { file } from "../../src/modules/file/file.ts";
import { OTHER, SharedTarget } from "../modules/lib/others.ts";
import { NOTHING_PREDICTED, withDefaults } from "../modules/lib/target.ts";
import { skipBecause } from "../../tools/test/notes.ts";

/** Of each task; together 1,000. */
const ROUNDS = 200;

/**
 * Runs as the other user, who owns the folder `d`: puts links to root's file in the place of everything that root creates in it and of
 * `conf`, and a link to root's folder in the place of `d/e`. Puts back what it has moved, so that later rounds get further.
 */
const WATCHER = `
const fs = require("fs"), { join } = require("path");
const [folder, secret, safe] = process.argv.slice(1);
const attempt = (what) => { try { what(); } catch {} };
const swap = (name, target) => {
  const [at, aside] = [join(folder, name), join(folder, "aside-" + name)];
  attempt(() => fs.renameSync(at, aside));
  attempt(() => fs.symlinkSync(target, at));
  for (let wait = Math.random() * 100000; wait > 0; wait -= 1);
  if (fs.existsSync(aside)) attempt(() => fs.unlinkSync(at));
  attempt(() => fs.renameSync(aside, at));
};
process.stdout.write("ready");
for (let turn = 0; ; turn += 1) {
  for (const name of fs.readdirSync(folder)) if (name.startsWith(".provision")) swap(name, turn % 2 ? secret : safe);
  if (turn % 4 === 0) swap("conf", secret);
  if (turn % 4 === 2) swap("e", safe);
}
`;

/**
 * Makes `d/tree/x`, full of files, again and again, and puts a link to root's folder in the place of `x`. The files have the names of root's, so an
 * `rm` that goes down by paths removes those.
 */
const TREE_WATCHER = `
const fs = require("fs"), { join } = require("path");
const [folder, , safe] = process.argv.slice(1);
const attempt = (what) => { try { what(); } catch {} };
const names = fs.readdirSync(safe);
const tree = join(folder, "tree"), at = join(tree, "x"), aside = join(folder, "aside-x");
const build = () => {
  attempt(() => fs.rmSync(aside, { recursive: true, force: true }));
  fs.mkdirSync(at, { recursive: true });
  for (const name of names) fs.writeFileSync(join(at, name), "");
};
process.stdout.write("ready");
for (;;) {
  attempt(build);
  for (let turn = 0; turn < 20; turn += 1) {
    attempt(() => fs.renameSync(at, aside));
    attempt(() => fs.symlinkSync(safe, at));
    for (let wait = Math.random() * 100000; wait > 0; wait -= 1);
    if (fs.existsSync(aside)) attempt(() => fs.unlinkSync(at));
    attempt(() => fs.renameSync(aside, at));
  }
}
`;

describe("ssh/watcher: another user replaces names while root changes them", function () {
  this.timeout(120_000);
  let target: SharedTarget;
  beforeEach(function () {
    if (process.getuid?.() !== 0) this.skip();
    target = new SharedTarget();
    target.make("d", OTHER);
    target.make("d/e", OTHER);
    writeFileSync(target.path("d/conf"), "old");
    chownSync(target.path("d/conf"), OTHER, OTHER);
  });
  afterEach(() => target.remove());

  /** The script that applies a task, as it is decided before the attack. */
  const scriptOf = async <Args extends object, State>(module: ShellModule<Args, State>, given: Partial<Args>) => {
    const args = withDefaults(module, given);
    const state = await target.probe(module, args);
    const { changes } = module.decide(args, state, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing to do");
    return module.apply(args, changes, state).script;
  };

  const tasks: readonly (readonly [string, () => Promise<Script>])[] = [
    ["copies a file", () => scriptOf(copy, { dest: target.path("d/conf"), content: "new", mode: "0644" })],
    [
      "copies into a folder below",
      () => scriptOf(copy, { dest: target.path("d/e/conf"), content: "new", mode: "0644" }),
    ],
    [
      "changes a file's mode",
      () => scriptOf(file, { path: target.path("d/conf"), mode: "0666", owner: String(OTHER + 1) }),
    ],
    ["makes folders", () => scriptOf(file, { path: target.path("d/e/f/g"), state: "directory", mode: "0777" })],
    ["removes what is in a folder", () => scriptOf(file, { path: target.path("d/e/secret"), state: "absent" })],
  ];

  /** Runs a script in each round, while the other user runs the watcher. */
  const attack = async (watcherText: string, script: Script, environment: Readonly<Record<string, string>> = {}) => {
    const list = () => readdirSync(target.path("safe"), { recursive: true });
    const [before, names] = [target.safe(), list()];
    const watched = [target.path("d"), target.path("safe/secret"), target.path("safe")];
    const watcher = spawn(process.execPath, ["-e", watcherText, ...watched], {
      uid: OTHER,
      gid: OTHER,
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      await once(watcher.stdout, "data");
      const rounds = write`i=0
while [ "$i" -lt ${ROUNDS} ]; do i=$((i + 1)) script_number=$i
printf new | (
${script}
) >/dev/null 2>&1 && echo done
done`;
      const { stdout } = await target.send(rounds, environment);
      expect(stdout, "the attack keeps root from doing anything").to.include("done");
    } finally {
      const ended = once(watcher, "exit");
      watcher.kill("SIGKILL");
      await ended;
    }
    expect(list()).to.deep.equal(names);
    expect(target.safe()).to.deep.equal(before);
  };

  for (const [what, makeScript] of tasks) {
    it(`never changes what belongs to root while it ${what}`, async () => {
      if (what.startsWith("removes")) writeFileSync(target.path("d/e/secret"), "");
      await attack(WATCHER, await makeScript());
    });
  }

  for (const [name, program] of Object.entries({
    GNU: "/bin/rm",
    BusyBox: "/bin/busybox",
    "Rust coreutils": "/usr/lib/cargo/bin/coreutils/rm",
  })) {
    it(`never removes what belongs to root while it removes a tree with the \`rm\` of ${name}`, async function () {
      if (!existsSync(program)) skipBecause(this, `${program} is missing`);
      target.make("d/tree", OTHER);
      for (let index = 0; index < 100; index += 1) writeFileSync(target.path("safe", `file${index}`), "");
      const script = await scriptOf(file, { path: target.path("d/tree"), state: "absent" });
      const programs = target.make("programs");
      symlinkSync(program, target.path("programs/rm"));
      await attack(TREE_WATCHER, script, { PATH: `${programs}:${process.env["PATH"] ?? ""}` });
    });
  }
});

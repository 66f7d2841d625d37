import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, readdirSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import type { ShellModule } from "../../src/module/contract.ts";
import { type Script, write } from "../../src/module/script.ts";
import { copy } from "../../src/modules/copy.ts";
import { file } from "../../src/modules/file/file.ts";
import { OTHER, SharedTarget } from "../modules/lib/others.ts";
import { NOTHING_PREDICTED, withDefaults } from "../modules/lib/target.ts";

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

  for (const [what, makeScript] of tasks) {
    it(`never changes what belongs to root while it ${what}`, async () => {
      if (what.startsWith("removes")) writeFileSync(target.path("d/e/secret"), "");
      const script = await makeScript();
      const before = target.safe();
      const watcher = spawn(
        process.execPath,
        ["-e", WATCHER, target.path("d"), target.path("safe/secret"), target.path("safe")],
        {
          uid: OTHER,
          gid: OTHER,
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
      try {
        await once(watcher.stdout, "data");
        const rounds = write`i=0
while [ "$i" -lt ${ROUNDS} ]; do i=$((i + 1)) script_number=$i
printf new | (
${script}
) >/dev/null 2>&1 && echo done
done`;
        const { stdout } = await target.send(rounds);
        expect(stdout, "the attack keeps root from doing anything").to.include("done");
      } finally {
        const ended = once(watcher, "exit");
        watcher.kill("SIGKILL");
        await ended;
      }
      expect(target.safe()).to.deep.equal(before);
      expect(readdirSync(target.path("safe"))).to.deep.equal(["folder", "secret"]);
      expect(readdirSync(target.path("safe/folder"))).to.deep.equal([]);
    });
  }
});

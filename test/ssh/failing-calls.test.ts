import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import { copy } from "../../src/modules/copy.ts";
import { TOOLS } from "../../src/shell/tools/tools.ts";
import { NOTHING_PREDICTED, Target, withDefaults } from "../modules/lib/target.ts";
import { skipBecause } from "../../tools/test/notes.ts";

/** The system calls that write a file, and whether only those that concern the new file fail. */
const CALLS: readonly (readonly [string, string, boolean?])[] = [
  ["make a folder", "mkdir,mkdirat"],
  ["create", "open,openat", true],
  ["write", "write", true],
  ["sync", "fsync,fdatasync"],
  ["chown", "chown,lchown,fchownat"],
  ["chmod", "chmod,fchmodat,fchmodat2"],
  ["rename", "rename,renameat,renameat2"],
  ["rename this file only", "rename,renameat,renameat2", true],
];
const ERRORS = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EXDEV", "EBUSY"];

const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

describe("ssh/failing-calls: a system call of copy fails", function () {
  this.timeout(60_000);
  let target: Target;
  before(function () {
    if (!canTrace) skipBecause(this, "strace is missing or may not trace");
  });
  beforeEach(() => {
    target = new Target();
    writeFileSync(target.path("file"), "old\n");
    chmodSync(target.path("file"), 0o640);
    if (process.getuid?.() === 0) chownSync(target.path("file"), 12_345, 12_345);
  });
  afterEach(() => target.remove());

  const write = async (strace: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    const args = withDefaults(copy, { dest: target.path("file"), content: "new\n" });
    const state = await target.probe(copy, args);
    const { changes } = copy.decide(args, state, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing to do");
    const { script, parse } = copy.apply(args, changes, state);
    const answer = await target.send(script, environment, [...strace, "sh"]);
    return { answer, outcome: parse?.(answer) };
  };

  const attributes = () => {
    const { ino, mode, uid, gid } = statSync(target.path("file"));
    return { ino, mode, uid, gid };
  };

  for (const isShared of [false, true]) {
    const name = isShared ? ".provision-test-1-1/new" : ".provision-test-1-1";
    for (const [what, calls, isLimited] of CALLS.filter(([, calls]) => isShared || !calls.startsWith("mkdir"))) {
      for (const error of ERRORS) {
        it(`${what}, ${isShared ? "where others can write" : "where only root can write"}: ${error}`, async () => {
          if (isShared) chmodSync(target.folder, 0o777);
          const before = attributes();
          const paths = ["-P", isShared ? "./new" : `./${name}`, "-P", target.path(name)];
          const inject = ["-e", `trace=${calls}`, "-e", `inject=${calls}:error=${error}`];
          const strace = ["strace", "-f", "-qq", "-o", "/dev/null", ...(isLimited ? paths : []), ...inject];
          const { answer, outcome } = await write(strace);
          expect(outcome?.ok, answer.stderr).to.equal(false);
          expect(readFileSync(target.path("file"), "utf8")).to.equal("old\n");
          expect(attributes()).to.deep.equal(before);
          expect(readdirSync(target.folder).sort()).to.deep.equal([".run", "file"]);
        });
      }
    }
  }

  it("rename, without perl: EXDEV", async () => {
    const programs = mkdtempSync(join(tmpdir(), "provision-programs-"));
    for (const tool of [...TOOLS, "sh", "strace"]) {
      const path = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
      if (path !== "") symlinkSync(path, join(programs, tool));
    }
    const before = attributes();
    const calls = "rename,renameat,renameat2";
    const inject = ["-e", `trace=${calls}`, "-e", `inject=${calls}:error=EXDEV`];
    const { outcome } = await write(["strace", "-f", "-qq", "-o", "/dev/null", ...inject], { PATH: programs });
    rmSync(programs, { recursive: true });
    expect(outcome?.ok).to.equal(false);
    expect(readFileSync(target.path("file"), "utf8")).to.equal("old\n");
    expect(attributes()).to.deep.equal(before);
    expect(readdirSync(target.folder).sort()).to.deep.equal([".run", "file"]);
  });

  it("works under strace if nothing fails", async () => {
    const { outcome } = await write(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync"]);
    expect(outcome).to.deep.equal({ ok: true, value: {} });
    expect(readFileSync(target.path("file"), "utf8")).to.equal("new\n");
  });
});

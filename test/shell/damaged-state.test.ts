import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import { openReadSession, openSession } from "../../src/shell/session.ts";
import { openWithState } from "./private-state.ts";

const KEY = "site.yaml@all@@restart";
const WHOLE = `${KEY}\ntasks\nsomebody\n`;
const fileOf = (key: string) => createHash("sha256").update(key).digest("hex");
const FILE = `pending/${fileOf(KEY)}`;

/** What is wrong, and how it comes to be at its place in the state folder. */
const DAMAGES: readonly {
  readonly at: string;
  readonly what: string;
  readonly says: string;
  readonly make: (path: string, elsewhere: string) => void;
}[] = [
  { at: FILE, what: "an empty file", says: "does not name", make: (path) => writeFileSync(path, "") },
  { at: FILE, what: "half a file", says: "does not name", make: (path) => writeFileSync(path, `${KEY}\ntas`) },
  { at: FILE, what: "half a key", says: "does not name", make: (path) => writeFileSync(path, KEY.slice(0, 9)) },
  {
    at: FILE,
    what: "a file with more lines",
    says: "does not name",
    make: (path) => writeFileSync(path, `${WHOLE}x\n`),
  },
  {
    at: FILE,
    what: "random bytes",
    says: "does not name",
    make: (path) => writeFileSync(path, Buffer.from("\0\xff%\n=\x1b[2J\n", "latin1")),
  },
  {
    at: `pending/${fileOf("%zz@a@b")}`,
    what: "a key that cannot be decoded",
    says: "does not name",
    make: (path) => writeFileSync(path, "%zz@a@b\n"),
  },
  {
    at: `pending/${fileOf("a@b")}`,
    what: "a key with too few names",
    says: "does not name",
    make: (path) => writeFileSync(path, "a@b\n"),
  },
  {
    at: "pending/a name\u001b[2J",
    what: "a file with another name",
    says: "does not name",
    make: (path) => writeFileSync(path, WHOLE),
  },
  { at: FILE, what: "a huge file", says: "is larger than", make: (path) => writeFileSync(path, "x".repeat(1e6)) },
  { at: FILE, what: "a folder", says: "is not a regular file", make: (path) => mkdirSync(path) },
  { at: FILE, what: "a pipe", says: "is not a regular file", make: (path) => execFileSync("mkfifo", [path]) },
  {
    at: FILE,
    what: "a link",
    says: "is a symbolic link",
    make: (path, elsewhere) => symlinkSync(join(elsewhere, "file"), path),
  },
  {
    at: FILE,
    what: "a dangling link",
    says: "is a symbolic link",
    make: (path, elsewhere) => symlinkSync(join(elsewhere, "none"), path),
  },
  { at: "pending", what: "a file", says: "is not a folder", make: (path) => writeFileSync(path, "") },
  {
    at: "pending",
    what: "a link",
    says: "is a symbolic link",
    make: (path, elsewhere) => symlinkSync(elsewhere, path),
  },
  { at: "run", what: "a link", says: "is a symbolic link", make: (path, elsewhere) => symlinkSync(elsewhere, path) },
  {
    at: "run/dead",
    what: "a link",
    says: "is a symbolic link",
    make: (path, elsewhere) => symlinkSync(elsewhere, path),
  },
  {
    at: "run/dead/temp.1.1",
    what: "a link",
    says: "is a symbolic link",
    make: (path, elsewhere) => symlinkSync(join(elsewhere, "file"), path),
  },
  { at: "lock", what: "a link", says: "is a symbolic link", make: (path, elsewhere) => symlinkSync(elsewhere, path) },
  { at: "lock", what: "a file", says: "is not a folder", make: (path) => writeFileSync(path, "") },
  { at: "lock/holder", what: "a folder", says: "is not a regular file", make: (path) => mkdirSync(path) },
  {
    at: "lock/holder",
    what: "a link",
    says: "is a symbolic link",
    make: (path, elsewhere) => symlinkSync(join(elsewhere, "file"), path),
  },
  { at: ".", what: "a link", says: "is a symbolic link", make: (path, elsewhere) => symlinkSync(elsewhere, path) },
  { at: ".", what: "a file", says: "is not a folder", make: (path) => writeFileSync(path, "") },
];

const LOCKS = [
  "garbage\nrun 1 of somebody\n",
  "1 2\ngarbage\n",
  "1 2\n",
  "../../etc 1\nrun 1 of x\n",
  "\0\xff\nrun 1 of x\n",
];

describe("shell: a damaged state folder", () => {
  let home: string;
  let base: string;
  let elsewhere: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "provision-damaged-"));
    base = join(home, "state/provision");
    elsewhere = join(home, "elsewhere");
    for (const folder of [base, elsewhere]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(elsewhere, "file"), "kept");
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const options = (runId: string) => ({
    host: "here",
    runId,
    who: "a test",
    connect: () => Promise.resolve(good(openWithState(home))),
  });

  async function faultOfRun() {
    const session = await openSession(options("abc"));
    if (!session.ok) throw new Error("no session");
    const pending = await session.value.pending(undefined);
    await session.value.close();
    return pending.ok ? undefined : pending.faults[0];
  }

  async function faultOfCheck() {
    const session = await openReadSession(options("abc"));
    if (!session.ok) throw new Error("no session");
    const pending = await session.value.pending(undefined);
    await session.value.close();
    return pending.ok ? undefined : pending.faults[0];
  }

  for (const { at, what, says, make } of DAMAGES) {
    it(`names ${at.replaceAll(/[0-9a-f]{64}/g, "FILE").replaceAll("\u001b", "")} if it is ${what}, and touches nothing`, async () => {
      const path = join(base, at);
      rmSync(path, { recursive: true, force: true });
      mkdirSync(dirname(path), { recursive: true });
      make(path, elsewhere);
      for (const fault of [await faultOfCheck(), await faultOfRun()]) {
        expect(fault?.code).to.equal("shell/damaged-state");
        expect(fault?.message).to.include(`${path}, where runs`).and.to.include(says);
        expect(fault?.hint).to.include("rm -r -- ").and.to.include(base);
      }
      expect(existsSync(join(elsewhere, "file"))).to.equal(true);
      expect(existsSync(join(elsewhere, "run"))).to.equal(false);
      if (at.startsWith("pending")) expect(existsSync(join(base, "lock"))).to.equal(false);
      rmSync(path, { recursive: true });
      expect(await faultOfRun()).to.equal(undefined);
    });
  }

  for (const holder of LOCKS) {
    it(`names a lock whose holder is ${JSON.stringify(holder)}`, async () => {
      mkdirSync(join(base, "lock"));
      writeFileSync(join(base, "lock/holder"), holder, "latin1");
      const fault = await faultOfRun();
      expect(fault?.code).to.equal("shell/damaged-state");
      expect(fault?.message)
        .to.include(`${join(base, "lock")}, where runs`)
        .and.to.include("does not say which run");
      expect(existsSync(join(base, "lock/holder"))).to.equal(true);
    });
  }

  for (const [what, holder] of [
    ["without a holder", undefined],
    ["whose holder was not written", ""],
  ] as const) {
    it(`takes over a lock ${what}, because its run died while it made or removed it`, async () => {
      mkdirSync(join(base, "lock"));
      if (holder !== undefined) writeFileSync(join(base, "lock/holder"), holder);
      expect(await faultOfRun()).to.equal(undefined);
      expect(existsSync(join(base, "lock"))).to.equal(false);
    });
  }

  it("removes the half of a handler's file that a dead run left", async () => {
    mkdirSync(join(base, "pending"));
    writeFileSync(join(base, "pending", `.${fileOf(KEY)}`), "site.ya");
    expect(await faultOfRun()).to.equal(undefined);
    expect(existsSync(join(base, "pending"))).to.equal(false);
  });

  it("reads a handler of the previous layout", async () => {
    mkdirSync(join(base, "pending"));
    writeFileSync(join(base, "pending", fileOf("Play@web@restart")), "Play@web@restart\n");
    const session = await openReadSession(options("abc"));
    const pending = session.ok ? await session.value.pending(undefined) : session;
    expect(pending.ok && pending.value.map(({ key, section, by }) => [key, section, by])).to.deep.equal([
      ["Play@web@restart", undefined, undefined],
    ]);
    if (session.ok) await session.value.close();
  });

  it("makes the folder private if others can write to it", async () => {
    chmodSync(base, 0o777);
    expect(await faultOfRun()).to.equal(undefined);
    expect(execFileSync("stat", ["-c", "%a", base], { encoding: "utf8" }).trim()).to.equal("700");
  });

  it("refuses what belongs to another user", async function () {
    if (process.getuid?.() !== 0) this.skip();
    mkdirSync(join(base, "run/dead"), { recursive: true });
    writeFileSync(join(base, "run/dead/temp.1.1"), join(elsewhere, "file"));
    chownSync(join(base, "run/dead"), 12345, 12345);
    expect((await faultOfRun())?.message)
      .to.include(join(base, "run/dead"))
      .and.to.include("belongs to another user");
    expect(existsSync(join(elsewhere, "file"))).to.equal(true);
  });
});

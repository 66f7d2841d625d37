import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { good, type Outcome } from "../../src/errors/fault.ts";
import type { Answer } from "../../src/module/answer.ts";
import { read, withUpload, write } from "../../src/module/script.ts";
import type { Step } from "../../src/shell/frame.ts";
import { openReadSession, openSession, type Session } from "../../src/shell/session.ts";
import { processesWhere } from "../ssh/processes.ts";
import { valueOf } from "../errors/value-of.ts";
import { openWithState, sessionOver } from "./private-state.ts";

describe("shell/session on this machine", () => {
  let folder: string;
  let state: string;
  let session: Session;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "provision-session-"));
    state = mkdtempSync(join(tmpdir(), "provision-state-"));
    session = await sessionOver(openWithState(state));
  });

  afterEach(async () => {
    await session.close();
    for (const path of [folder, state]) rmSync(path, { recursive: true });
  });

  const connect = () => Promise.resolve(good(openWithState(state)));

  it("answers each script of a request with its own output and exit status", async () => {
    const scripts = [read`printf 'no line break'`, read`echo ${"it's $HOME"}; echo bad >&2; exit 3`, read`cat`];
    const answers = valueOf(await session.read(scripts, undefined));
    expect(answers).to.deep.equal([
      { stdout: "no line break", stderr: "", exit: 0 },
      { stdout: "it's $HOME\n", stderr: "bad\n", exit: 3 },
      { stdout: "", stderr: "", exit: 0 },
    ]);
  });

  it("sends an upload and finds the next request even if a script leaves it unread", async () => {
    const bytes = Buffer.from("\0binary\n".repeat(100_000));
    const content = { label: "bytes", size: bytes.length, sha256: "", open: () => chunks(bytes) };
    const target = join(folder, "target");
    valueOf(await session.write(withUpload(write`cat >${target}`, content), undefined));
    expect(valueOf(await session.write(withUpload(write`exit 5`, content), undefined)).exit).to.equal(5);
    const [size] = valueOf(await session.read([read`wc -c <${target}`], undefined));
    expect(Number(size?.stdout)).to.equal(bytes.length);
  });

  it("never takes a part of an upload for a request, even if the program that receives it is killed", async () => {
    const script = `touch ${folder}/executed\n`;
    const request = `${script.length} ${createHash("sha256").update(script).digest("hex")}\n${script}`;
    const begin = Buffer.alloc(65_536, "x");
    const bytes = Buffer.concat([begin, Buffer.from(request.repeat(2))]);
    const open = async function* () {
      yield begin;
      const receivers = () => processesWhere((command) => command === `head -c ${bytes.length}`);
      while (receivers().length === 0) await new Promise(setImmediate);
      for (const pid of receivers()) process.kill(pid, "SIGKILL");
      while (receivers().length > 0) await new Promise(setImmediate);
      yield bytes.subarray(begin.length);
    };
    const content = { label: "bytes", size: bytes.length, sha256: "", open };
    const [, next] = await Promise.all([
      session.write(withUpload(write`cat >/dev/null`, content), undefined),
      session.read([read`true`], undefined),
    ]);
    expect(next.ok).to.equal(false);
    expect(existsSync(join(folder, "executed"))).to.equal(false);
  });

  it("works with a `head` that reads more than it passes on, as that of busybox does", async () => {
    await session.close();
    const transport = openWithState(state);
    const head = `#!/bin/sh\nPATH=\${PATH#*:}\ndd bs=65536 count=1 2>/dev/null | head "$@"\n`;
    writeFileSync(join(state, "programs", "head"), head, { mode: 0o755 });
    const greedy = await sessionOver(transport, "def");
    const bytes = Buffer.from("\0binary\n".repeat(10_000));
    const content = { label: "bytes", size: bytes.length, sha256: "", open: () => chunks(bytes) };
    const target = join(folder, "target");
    const answers = greedy.writeThenRead(
      withUpload(write`cat >${target}`, content),
      [read`wc -c <${target}`],
      undefined,
    );
    const [written, size] = (await Promise.all(answers)).map(valueOf);
    expect([written?.exit, Number(size?.stdout)]).to.deep.equal([0, bytes.length]);
    await greedy.close();
  });

  it("runs steps until a guard does not hold, and still runs what only reads", async () => {
    const log = join(folder, "log");
    const bytes = Buffer.from("sent\n");
    const content = { label: "bytes", size: bytes.length, sha256: "", open: () => chunks(bytes) };
    const probe = read`if [ -e ${log} ]; then cat ${log}; exit 0; fi; echo none`;
    const step = (text: string) => ({ script: write`echo ${text} >>${log}; exit 3` });
    const steps = [
      { ...step("one"), guard: { probe, prints: "none\n" } },
      { script: withUpload(write`cat >>${log}`, content), guard: { probe, prints: "one\n" } },
      { ...step("three"), guard: { probe, prints: "one\nsent" } },
      { script: withUpload(write`cat >>${log}`, content) },
      { ...step("five"), guard: { probe, prints: "one\nsent\n" } },
    ];
    const all = await Promise.all(session.writeSteps(steps, [read`cat ${log}`], undefined));
    const answers = all.map(valueOf);
    expect(answers.map(({ exit, isLeftOut }) => isLeftOut ?? exit)).to.deep.equal([3, 0, true, true, true, 0]);
    expect(answers.at(-1)?.stdout).to.equal("one\nsent\n");
    expect(valueOf(await session.read([read`echo next`], undefined))[0]?.stdout).to.equal("next\n");
  });

  it("leaves out a step whose guard prints errors or fails", async () => {
    const guards = [
      { probe: read`echo bad >&2`, prints: "" },
      { probe: read`exit 1`, prints: "" },
    ];
    for (const guard of guards) {
      const [answer] = session.writeSteps([{ script: write`echo run`, guard }], [], undefined);
      expect(valueOf(await (answer ?? Promise.reject(new Error("no answer")))).isLeftOut).to.equal(true);
    }
  });

  it("runs no step after one that must succeed and fails, and asks the guards of those after a wrong one", async () => {
    const guard = (prints: string) => ({ probe: read`echo now`, prints, answers: true }) as const;
    const run = (steps: readonly Step[]) => Promise.all(session.writeSteps(steps, [], undefined));
    const may = { script: write`exit 3` };
    const must = { ...may, mustSucceed: true } as const;
    const next = { script: write`echo next`, guard: guard("now\n") };
    const [, ran] = (await run([may, next])).map(valueOf);
    expect(ran?.stdout).to.equal("next\n");
    const [, leftOut] = (await run([must, next])).map(valueOf);
    expect([leftOut?.isLeftOut, leftOut?.found]).to.deep.equal([true, undefined]);
    const wrong = { ...next, guard: guard("before\n") };
    const found = (await run([{ script: write`:` }, wrong, next])).map(valueOf).map((answer) => answer.found?.stdout);
    expect(found).to.deep.equal([undefined, "now\n", "now\n"]);
  });

  it("runs no step after one of which a tool could not do its work", async () => {
    const broken = { script: write`echo text | grep -E '('; true`, mustSucceed: true } as const;
    const steps = [broken, { script: write`touch ${join(folder, "after")}` }];
    const [, after] = await Promise.all(session.writeSteps(steps, [], undefined));
    expect(after?.ok && after.value.isLeftOut).to.equal(true);
    expect(existsSync(join(folder, "after"))).to.equal(false);
  });

  it("begins no further step once an interrupt is prepared", async () => {
    const until = write`until [ -e "$run/stop" ]; do sleep 0.02; done; echo ended`;
    const steps = [{ script: until }, { script: write`touch ${join(folder, "next")}` }];
    valueOf(await session.read([read`:`], undefined));
    const answers = session.writeSteps(steps, [], undefined);
    // The shell is open, so it is busy with the steps now.
    await new Promise(setImmediate);
    session.prepareInterrupt();
    const [first, second] = (await Promise.all(answers)).map(valueOf);
    expect(first?.stdout).to.equal("ended\n");
    expect(second?.isLeftOut).to.equal(true);
    expect(existsSync(join(folder, "next"))).to.equal(false);
  });

  it("finishes the first step of a request that is on its way when an interrupt is prepared, and begins no other", async () => {
    valueOf(await session.write(write`: >"$run/stop"`, undefined));
    const steps = [{ script: write`echo first` }, { script: write`touch ${join(folder, "other")}` }];
    const [first, second] = (await Promise.all(session.writeSteps(steps, [], undefined))).map(valueOf);
    expect(first?.stdout).to.equal("first\n");
    expect(second?.isLeftOut).to.equal(true);
    expect(existsSync(join(folder, "other"))).to.equal(false);
    valueOf(await session.write(write`rm "$run/stop"`, undefined));
  });

  it("sends no second step once an interrupt is prepared, while nothing runs that it could stop", async () => {
    valueOf(await session.read([read`:`], undefined));
    session.prepareInterrupt();
    const steps = [{ script: write`echo first` }, { script: write`touch ${join(folder, "other")}` }];
    const [first, second, after] = (await Promise.all(session.writeSteps(steps, [read`echo read`], undefined))).map(
      valueOf,
    );
    expect([first?.stdout, after?.stdout]).to.deep.equal(["first\n", "read\n"]);
    expect(second?.isLeftOut).to.equal(true);
    expect(existsSync(join(folder, "other"))).to.equal(false);
  });

  it("rejects a second run until the first has ended", async () => {
    valueOf(await session.write(write`true`, undefined));
    const second = valueOf(await openSession({ host: "here", runId: "def", who: "another", connect }));
    const rejected = await second.write(write`touch ${join(folder, "second")}`, undefined);
    expect(rejected.ok ? "" : rejected.faults[0].code).to.equal("shell/locked");
    expect(rejected.ok ? "" : rejected.faults[0].message).to.match(/run abc of a test, process \d+ there/);
    expect(rejected.ok ? "" : rejected.faults[0].hint).to.include("`provision unlock here`");
    expect(existsSync(join(folder, "second"))).to.equal(false);
    await second.close();
    await session.close();
    const third = valueOf(await openSession({ host: "here", runId: "ghi", who: "a third", connect }));
    expect(valueOf(await third.write(write`true`, undefined)).exit).to.equal(0);
    await third.close();
  });

  it("removes only what a dead run left", async () => {
    const odd = join(folder, "folder's\nname\n");
    mkdirSync(odd);
    writeFileSync(join(odd, ".provision-mine"), "");
    valueOf(await session.write(write`enter ${odd}; enter_stage; echo half >"$new"`, undefined));
    expect(readdirSync(odd)).to.have.length(2);
    await session.close();
    expect(readdirSync(odd)).to.deep.equal([".provision-mine"]);
  });

  it("removes nothing through a link that somebody has put in the place of what a dead run left", async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "new"), "kept");
    chmodSync(folder, 0o777);
    valueOf(await session.write(write`enter ${folder}; enter_stage; echo half >./new`, undefined));
    const stage = readdirSync(folder).find((name) => name.startsWith(".provision-")) ?? "";
    renameSync(join(folder, stage), join(folder, "aside"));
    symlinkSync("elsewhere", join(folder, stage));
    await session.close();
    expect(readFileSync(join(elsewhere, "new"), "utf8")).to.equal("kept");
  });

  const reopened = async (runId: string) => {
    await session.close();
    session = valueOf(await openSession({ host: "here", runId, who: "a test", connect }));
    return session.pending(undefined);
  };

  it("remembers a notified handler, its section and its run, until it is forgotten", async () => {
    const key = "site.yaml@play%2F1@@restart";
    valueOf(await session.write(session.rememberHandler(key, "tasks"), undefined));
    const [handler, ...more] = valueOf(await reopened("next"));
    expect(handler).to.include({ key, section: "tasks", by: "a test" });
    expect(handler?.path).to.match(/\/provision\/pending\/[0-9a-f]{64}$/);
    expect(more).to.deep.equal([]);
    await session.forgetHandler(key);
    expect(valueOf(await reopened("last"))).to.deep.equal([]);
  });

  describe("after a script that only reads has waited in vain for a program", () => {
    const WAITED = read`exit 124`;
    const LOOK = read`echo "\${unanswered:-no}"`;
    const seen = (answers: Outcome<Answer[]>) => valueOf(answers).map(({ stdout }) => stdout.trim());

    it("tells the other scripts of the request, in a run, where the program may answer later", async () => {
      expect(seen(await session.read([LOOK, WAITED, LOOK], undefined))).to.deep.equal(["no", "", "yes"]);
      expect(seen(await session.read([LOOK], undefined))).to.deep.equal(["no"]);
    });

    it("tells all other scripts in check mode, which changes nothing", async () => {
      const reading = valueOf(await openReadSession({ host: "here", runId: "abc", who: "a test", connect }));
      expect(seen(await reading.read([LOOK, WAITED], undefined))).to.deep.equal(["no", ""]);
      expect(seen(await reading.read([LOOK], undefined))).to.deep.equal(["yes"]);
      await reading.close();
    });

    it("takes a user's command that ends with this status for what it is", async () => {
      const [, after] = await Promise.all(session.writeThenRead(write`exit 124`, [LOOK], undefined));
      expect(after && valueOf(after).stdout).to.equal("no\n");
    });
  });
});

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 65536) yield Promise.resolve(bytes.subarray(from, from + 65536));
}

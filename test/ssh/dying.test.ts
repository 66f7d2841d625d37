import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, leftovers, play, provision, site, start, textOf, type Running } from "./harness.ts";
import { childrenOf, startSshd, type Sshd } from "./sshd.ts";

const MIB = 1024 * 1024;
const SEED = 20_260_101;

describe("ssh/dying", () => {
  let sshd: Sshd;
  let silent: Sshd;
  /** A run whose peer is silent. It takes long, so it runs in parallel with the other tests. */
  let waiting: Running;

  before(async () => {
    [sshd, silent] = await Promise.all([startSshd(), startSshd()]);
    const mark = join(silent.scratch(), "begun");
    waiting = start(site(silent, `- name: Long\n  shell: "touch ${mark}; ${long(303)}"\n`));
    await eventually("the command has begun", () => existsSync(mark));
    for (const pid of silent.connections()) process.kill(pid, "SIGSTOP");
  });
  after(async () => {
    waiting.child.kill("SIGKILL");
    await Promise.all([sshd.stop(), silent.stop()]);
    for (const pid of LONG.flatMap((number) => processes(long(number)))) process.kill(pid, "SIGKILL");
  });

  it("reports a lost connection as unreachable, not as an exit status", async () => {
    const mark = join(sshd.scratch(), "begun");
    const tasks = `- name: Long\n  shell: "touch ${mark}; exec ${long(300)}"\n- name: Next\n  command: echo next\n`;
    const folder = site(sshd, tasks);
    const running = start(folder);
    await eventually("the command has begun", () => existsSync(mark) && processes(long(300)).length === 1);
    for (const pid of sshd.connections()) process.kill(pid, "SIGKILL");
    const run = await running.done;
    expect(run.exit, run.stderr).to.equal(3);
    expect(run.results("Long")[0]).to.include({ status: "unreachable" });
    expect(run.results("Long")[0]?.error?.code).to.equal("connection/lost");
    expect(run.results("Long")[0]?.result["rc"]).not.to.be.a("number");
    expect(run.results("Next")).to.deep.equal([]);
    // The next run takes over the lock and ends the processes that the dead run left.
    const next = await provision(site(sshd, "- name: Next\n  command: echo next"));
    expect(next.exit, next.stderr).to.equal(0);
    await eventually("the command of the dead run has ended", () => processes(long(300)).length === 0);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("reports an exit status of 255 as such, not as a lost connection", async () => {
    const run = await provision(
      site(sshd, `- name: Rc\n  shell: exit 255\n  register: got\n  failed_when: got.rc != 255`),
    );
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("Rc")[0]?.result["rc"]).to.equal(255);
  });

  it("releases the lock and ends the command of a killed client", async () => {
    const mark = join(sshd.scratch(), "begun");
    const running = start(site(sshd, `- name: Long\n  shell: "touch ${mark}; ${long(301)} & ${long(301)}"\n`));
    await eventually("the command has begun", () => existsSync(mark) && processes(long(301)).length === 2);
    running.child.kill("SIGKILL");
    await running.done;
    const next = await provision(site(sshd, "- name: Next\n  command: echo next"));
    expect(next.exit, next.stderr).to.equal(0);
    await eventually("all processes of the killed run have ended", () => processes(long(301)).length === 0);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("rejects a second run while the first one is alive, and names its user", async () => {
    const folder = sshd.scratch();
    const [mark, end] = [join(folder, "begun"), join(folder, "end")];
    const waits = `touch ${mark}; until [ -e ${end} ]; do sleep 0.05; done`;
    const running = start(site(sshd, `- name: Holds\n  shell: "${waits}"\n`));
    await eventually("the first run holds the host", () => existsSync(mark));
    const late = await provision(site(sshd, `- name: Late\n  command: touch ${join(folder, "late")}\n`));
    const check = await provision(site(sshd, `- name: Late\n  stat: ${folder}\n`), ["--check"]);
    writeFileSync(end, "");
    const first = await running.done;
    expect(late.exit, late.stderr).to.equal(1);
    expect(late.results("Late")[0]?.error).to.include({ code: "shell/locked" });
    expect(late.results("Late")[0]?.error?.message).to.match(/another run .*started \d{4}-/);
    expect(existsSync(join(folder, "late"))).to.equal(false);
    expect(check.exit, check.stderr).to.equal(0);
    expect(first.exit, first.stderr).to.equal(0);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("leaves the old or the new file whole whenever a run is killed; the next run removes its leftovers", async function () {
    this.timeout(300_000);
    const target = sshd.scratch();
    const dest = join(target, "big");
    const [one, two] = [bytes(1), bytes(2)];
    const files = { "files/one": one, "files/two": two };
    const copy = (name: string) => play(`- name: Copy\n  copy: { src: ${name}, dest: "${dest}", mode: "0640" }`);
    const folder = site(sshd, "- name: Copy\n  command: echo", files);
    const replace = (name: string) => {
      writeFileSync(join(folder, "site.yaml"), copy(name));
      return start(folder);
    };
    expect((await replace("one").done).exit).to.equal(0);
    let current = "one";
    for (const [index, size] of instants(10).entries()) {
      const other = current === "one" ? "two" : "one";
      const running = replace(other);
      await Promise.race([running.done, eventually(`${size} bytes have arrived`, () => arrived(target) >= size)]);
      // Every other time the server dies too, so that no script can clean up after itself.
      if (index % 2 === 1) for (const pid of descendants(sshd.connections())) killIfRunning(pid);
      running.child.kill("SIGKILL");
      await running.done;
      const found = digest(readFileSync(dest));
      expect(found).to.be.oneOf([digest(one), digest(two)]);
      const next = await replace(other).done;
      expect(next.exit, next.stderr).to.equal(0);
      expect(digest(readFileSync(dest))).to.equal(digest(other === "one" ? one : two));
      expect(readdirSync(target)).to.deep.equal(["big"]);
      expect(leftovers(sshd)).to.deep.equal([]);
      current = other;
    }
  });

  it("finishes the running task, starts no other and releases the lock on SIGINT", async () => {
    const folder = sshd.scratch();
    const [mark, end] = [join(folder, "begun"), join(folder, "end")];
    const waits = `touch ${mark}; until [ -e ${end} ]; do sleep 0.05; done; touch ${join(folder, "whole")}`;
    const tasks = `- name: Running\n  shell: "${waits}"\n- name: Next\n  command: touch ${join(folder, "next")}\n`;
    const running = start(site(sshd, tasks));
    await eventually("the task runs", () => existsSync(mark));
    running.child.kill("SIGINT");
    writeFileSync(end, "");
    const run = await running.done;
    expect(run.exit, run.stderr).to.equal(130);
    expect(run.status("Running")).to.equal("changed");
    expect(readdirSync(folder)).to.include("whole").and.not.include("next");
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("ends at once on a second SIGINT, and the next run cleans up", async () => {
    const mark = join(sshd.scratch(), "begun");
    const running = start(site(sshd, `- name: Running\n  shell: "touch ${mark}; ${long(302)}"\n`));
    await eventually("the task runs", () => existsSync(mark));
    running.child.kill("SIGINT");
    // A pending signal is not queued twice, so the signal is sent until the program ends.
    const again = setInterval(() => running.child.kill("SIGINT"), 50);
    await once(running.child, "exit");
    clearInterval(again);
    expect((await running.done).exit).to.equal(130);
    const next = await provision(site(sshd, "- name: Next\n  command: echo next"));
    expect(next.exit, next.stderr).to.equal(0);
    await eventually("the process of the dead run has ended", () => processes(long(302)).length === 0);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("does not replace the target if the source changes while it is sent", async () => {
    const target = sshd.scratch();
    const dest = join(target, "big");
    writeFileSync(dest, "old");
    const tasks = `- name: Copy\n  copy: { src: big, dest: "${dest}" }\n- name: Next\n  command: echo next\n`;
    const folder = site(sshd, tasks, { "files/big": bytes(3) });
    const running = start(folder);
    await eventually("the upload has begun", () => arrived(target) > 0);
    writeFileSync(join(folder, "files/big"), "short");
    const run = await running.done;
    expect(run.exit, run.stderr).to.equal(1);
    expect(run.results("Copy")[0]?.error?.code).to.equal("shell/source-changed");
    expect(run.results("Next")).to.deep.equal([]);
    expect(textOf(dest)).to.equal("old");
    expect(readdirSync(target)).to.deep.equal(["big"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("detects a peer that has become silent", async () => {
    const run = await waiting.done;
    expect(run.exit, run.stderr).to.equal(3);
    expect(run.results("Long")[0]?.error?.code).to.equal("connection/lost");
    for (const pid of silent.connections()) process.kill(pid, "SIGKILL");
    const next = await provision(site(silent, "- name: Next\n  command: echo next"));
    expect(next.exit, next.stderr).to.equal(0);
    await eventually("the process of the dead run has ended", () => processes(long(303)).length === 0);
  });
});

const LONG = [300, 301, 302, 303];

/** A command that outlives the test unless it is ended; different for each run of the tests. */
function long(number: number): string {
  return `sleep ${100_000 + process.pid}.${number}`;
}

/** The processes with exactly this command line. */
function processes(command: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid) === command)
    .map(Number);
}

function descendants(pids: readonly number[]): number[] {
  return pids.flatMap((pid) => [pid, ...descendants(childrenOf(pid))]);
}

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/** The size of the temporary file that is being written. */
function arrived(folder: string): number {
  const temporary = readdirSync(folder).find((name) => name.startsWith(".provision-"));
  return temporary === undefined ? 0 : (readSize(join(folder, temporary)) ?? 0);
}

function readSize(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

/** Sizes of the temporary file at which the client is killed; seeded, so that a failure can be reproduced. */
function instants(count: number): number[] {
  let state = SEED;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return 1 + (state % (30 * MIB));
  });
}

function bytes(seed: number): Buffer {
  const block = createHash("sha512").update(String(seed)).digest();
  return Buffer.alloc(30 * MIB, block);
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

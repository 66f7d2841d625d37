import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, leftovers, provision, site, start, type Running } from "./harness.ts";
import { processesWhere } from "./processes.ts";
import { startSshd, type Sshd } from "./sshd.ts";

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

  it("reports a connection that is lost during a request as unreachable, not as a failed request", async () => {
    const silentServer = createServer((socket) => {
      socket.on("error", () => undefined);
      for (const pid of sshd.connections()) process.kill(pid, "SIGKILL");
    }).listen(0, "127.0.0.1");
    await once(silentServer, "listening");
    const { port } = silentServer.address() as AddressInfo;
    const run = await provision(site(sshd, `- name: Ask\n  uri: http://127.0.0.1:${port}/\n`));
    silentServer.close();
    expect(run.exit, run.stderr).to.equal(3);
    expect(run.results("Ask")[0]?.error?.code).to.equal("connection/lost");
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

  it("begins no later task of a request whose client was killed, even if failures are ignored", async () => {
    const folder = sshd.scratch();
    const [mark, end] = [join(folder, "begun"), join(folder, "end")];
    const waits = `touch ${mark}; until [ -e ${end} ]; do sleep 0.05; done`;
    const names = ["first", "later"].map((name) => `- name: ${name}\n  command: touch ${join(folder, name)}\n`);
    const tasks = `${names[0]}- name: Waits\n  shell: "${waits}"\n  ignore_errors: true\n${names[1]}`;
    const running = start(site(sshd, tasks));
    await eventually("the command has begun", () => existsSync(mark));
    running.child.kill("SIGKILL");
    await running.done;
    await eventually("the server has noticed", () => sshd.connections().length === 0);
    writeFileSync(end, "");
    const next = await provision(site(sshd, "- name: Next\n  command: echo next"));
    expect(next.exit, next.stderr).to.equal(0);
    expect(readdirSync(folder)).to.include("first").and.not.include("later");
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("rejects a second run while the first one is alive, and names its user", async () => {
    const folder = sshd.scratch();
    const [mark, end] = [join(folder, "begun"), join(folder, "end")];
    const waits = `touch ${mark}; until [ -e ${end} ]; do sleep 0.05; done`;
    const running = start(site(sshd, `- name: Holds\n  shell: "${waits}"\n`));
    await eventually("the first run holds the host", () => existsSync(mark));
    const late = await provision(site(sshd, `- name: Late\n  command: touch ${join(folder, "late")}\n`), [
      "--lock-timeout",
      "0.1",
    ]);
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
  return processesWhere((found) => found === command);
}

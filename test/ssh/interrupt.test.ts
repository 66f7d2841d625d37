import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import {
  eventually,
  inventory,
  leftovers,
  play,
  programOf,
  project,
  site,
  start,
  type Run,
  type Running,
} from "./harness.ts";
import { processesWhere } from "./processes.ts";
import { startSshd, type Sshd } from "./sshd.ts";
import { standInSudo } from "./stand-in-sudo.ts";

describe("ssh/interrupt", () => {
  let sshd: Sshd;
  /** Allows one session per connection, and its sudo asks for a password. */
  let narrow: Sshd;
  /** Accepts connections and never says anything. */
  let silent: Server;

  before(async () => {
    const sudo = standInSudo({ log: "/dev/null", password: "open sesame" });
    [sshd, narrow] = await Promise.all([
      startSshd({ programs: { "apt-get": PACKAGE_MANAGER } }),
      startSshd({ programs: { sudo }, config: ["MaxSessions 1"] }),
    ]);
    silent = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
    await once(silent, "listening");
  });
  after(async () => {
    silent.close();
    await Promise.all([sshd.stop(), narrow.stop()]);
    for (const pid of processes("sleep", String(process.pid))) process.kill(pid, "SIGKILL");
  });

  /** A command line that outlives the test unless it is ended. */
  const long = (number: number) => `sleep ${100_000 + number}.${process.pid}`;
  const running = (number: number) => processes(long(number));
  const silentPort = () => (silent.address() as AddressInfo).port;

  it("ends a command with its children, even if they ignore SIGTERM, and releases the lock", async () => {
    const folder = sshd.scratch();
    const shell = `trap '' TERM; touch ${folder}/begun; ${long(1)} & ${long(1)}; touch ${folder}/whole`;
    const tasks = `- name: Long\n  shell: "${shell}"\n  notify: Restart\n- name: Next\n  command: touch ${folder}/next\n`;
    const handlers = "handlers: [{ name: Restart, command: echo }]";
    const folderOfProject = site(sshd, tasks, {}, handlers);
    const run = await interrupted(start(folderOfProject), () => running(1).length === 2, "SIGINT");
    expect(run.exit, run.stderr).to.equal(130);
    expect(run.status("Long")).to.equal("interrupted");
    expect(run.results("Long")[0]?.error?.details ?? []).to.deep.equal([]);
    expect(run.recap["one"]).to.include({ interrupted: 1, changed: 0, failed: 0 });
    expect(run.stderr).to.include('Interrupted: finishing "Long" on one. Press Ctrl-C again to abandon it.');
    expect(running(1)).to.deep.equal([]);
    expect(readdirSync(folder)).to.deep.equal(["begun"]);
    // The handler of the interrupted change stays pending for the next run.
    expect(leftovers(sshd)).to.deep.equal(["pending"]);
    writeFileSync(join(folderOfProject, "site.yaml"), play("- name: Next\n  command: echo", handlers));
    const next = await start(folderOfProject).done;
    expect(next.results("Restart"), next.stderr).to.have.length(1);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("ends the command of another user on a server with one session per connection, on SIGTERM", async () => {
    const folder = narrow.scratch();
    const tasks = `- name: Long\n  shell: touch ${folder}/begun; ${long(2)}\n  become: true\n`;
    const process = start(site(narrow, tasks), ["-K"], { input: "open sesame\n" });
    const run = await interrupted(process, () => running(2).length === 1, "SIGTERM");
    expect(run.exit, run.stderr).to.equal(143);
    expect(run.status("Long")).to.equal("interrupted");
    expect(running(2)).to.deep.equal([]);
    expect(leftovers(narrow)).to.deep.equal([]);
  });

  it("ends what each host is doing: a command that only reads, a pause, a request", async () => {
    const folder = sshd.scratch();
    const one = (name: string) => `inventory_hostname == "${name}"`;
    const tasks = `
- { name: Reads, command: "${long(3)}", check_mode: false, when: ${JSON.stringify(one("reads"))} }
- { name: Pauses, shell: "echo x >>${folder}/tries", check_mode: false, register: r, until: r.rc > 0, delay: 900, when: ${JSON.stringify(one("pauses"))} }
- { name: Asks, uri: { url: "http://127.0.0.1:${silentPort()}/", timeout: 900 }, when: ${JSON.stringify(one("asks"))} }
`;
    const hosts = {
      reads: { sshd },
      pauses: { vars: { connection: "local" } },
      asks: { sshd: narrow },
    };
    const files = { "inventory.yaml": inventory(hosts), "site.yaml": play(tasks, "gather_facts: false") };
    const run = await interrupted(
      start(project(files), ["--check"]),
      () => running(3).length === 1 && existsSync(join(folder, "tries")),
      "SIGHUP",
    );
    expect(run.exit, run.stderr).to.equal(129);
    expect(running(3)).to.deep.equal([]);
    for (const name of ["Reads", "Pauses", "Asks"]) {
      expect(run.results(name).at(-1)?.status, name).to.equal("interrupted");
    }
    expect(readFileSync(join(folder, "tries"), "utf8")).to.equal("x\n");
  });

  it("does not wait for a host that it is connecting to", async () => {
    const connected = once(silent, "connection");
    const process = start(site({ ...sshd, port: silentPort() }, "- name: Connects\n  stat: /"), ["--timeout", "900"]);
    await connected;
    process.child.kill("SIGINT");
    const run = await process.done;
    expect(run.exit, run.stderr).to.equal(130);
    expect(run.results("Connects")).to.deep.equal([]);
    expect(run.recap["one"]).to.include({ unreachable: 0, failed: 0 });
  });

  it("ends the command on a local connection", async () => {
    const files = {
      "inventory.yaml": inventory({ one: { vars: { connection: "local" } } }),
      "site.yaml": play(`- name: Long\n  shell: "${long(4)} & ${long(4)}"\n  check_mode: false\n`),
    };
    const run = await interrupted(start(project(files), ["--check"]), () => running(4).length === 2, "SIGINT");
    expect(run.exit, run.stderr).to.equal(130);
    expect(run.status("Long")).to.equal("interrupted");
    expect(running(4)).to.deep.equal([]);
  });

  it("waits for a package manager, and says so", async () => {
    const folder = sshd.scratch();
    const tasks = `- name: Install\n  command: apt-get ${folder}\n- name: Next\n  command: echo\n`;
    const process = start(site(sshd, tasks));
    let output = "";
    process.child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await eventually("the package manager runs", () => existsSync(join(folder, "begun")));
    process.child.kill("SIGINT");
    await eventually("it is spared", () => output.includes("A package manager is at work"));
    writeFileSync(join(folder, "end"), "");
    const run = await process.done;
    expect(run.exit, run.stderr).to.equal(130);
    expect(run.results("Install")[0]?.result).to.include({ stdout: "installed" });
    expect(run.status("Install")).to.equal("changed");
    expect(run.results("Next")).to.deep.equal([]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("gives a command that cleans up the time to do so", async () => {
    const folder = sshd.scratch();
    const tasks = `- name: Long\n  shell: "trap 'sleep 4; touch ${folder}/clean; exit' TERM; touch ${folder}/begun; ${long(6)} & wait"\n`;
    const run = await interrupted(start(site(sshd, tasks)), () => existsSync(join(folder, "begun")), "SIGINT");
    expect(run.exit, run.stderr).to.equal(130);
    expect(readdirSync(folder).sort()).to.deep.equal(["begun", "clean"]);
    expect(running(6)).to.deep.equal([]);
  });

  it("ends an upload: the file is the old one, whole, and nothing stays", async () => {
    const folder = sshd.scratch();
    writeFileSync(join(folder, "big"), "old");
    const tasks = `- name: Copy\n  copy: { src: big, dest: "${folder}/big" }\n- name: Next\n  command: touch ${folder}/next\n`;
    const bytes = Buffer.alloc(300 * 1024 * 1024, "0123456789abcdef\n");
    const process = start(site(sshd, tasks, { "files/big": bytes }));
    const run = await interrupted(process, () => readdirSync(folder).length > 1, "SIGINT");
    expect(run.exit, run.stderr).to.equal(130);
    expect(run.status("Copy")).to.equal("interrupted");
    expect(readFileSync(join(folder, "big"), "utf8")).to.equal("old");
    expect(readdirSync(folder)).to.deep.equal(["big"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("ends at a password prompt, before anything has been done", async () => {
    const exits = { TERM: 143, HUP: 129, INT: 130 };
    for (const [signal, exit] of Object.entries(exits)) {
      const folder = sshd.scratch();
      const files = site(sshd, `- name: Next\n  command: touch ${folder}/next\n`);
      expect(await inTerminal(files, PROMPT, signal, ...programOf(), "-K")).to.equal(`exit ${exit}\n`);
      expect(readdirSync(folder)).to.deep.equal([]);
    }
  });

  it("ends in order when its terminal goes away, with the exit code of SIGHUP", async () => {
    const folder = sshd.scratch();
    const files = site(sshd, `- name: Long\n  shell: touch ${folder}/begun; ${long(7)}\n`);
    expect(await inTerminal(files, HANG_UP, folder, ...programOf())).to.equal("exit 129\n");
    expect(running(7)).to.deep.equal([]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("says after a second interrupt what may still run where, and the next run ends it", async () => {
    const tasks = `- name: Long\n  shell: "trap '' TERM; ${long(5)} & ${long(5)}"\n`;
    const process = start(site(sshd, tasks));
    await eventually("the task runs", () => running(5).length === 2);
    const pids = running(5);
    process.child.kill("SIGINT");
    let output = "";
    process.child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await eventually("the first one is noticed", () => output.includes("Interrupted: finishing"));
    process.child.kill("SIGINT");
    const run = await process.done;
    expect(run.exit, run.stderr).to.equal(130);
    const [one = 0, other = 0] = pids;
    const named = (pid: number) => `process ${pid} (${long(5)})`;
    expect(run.stderr).to.include(
      `what the task "Long" was running may still run on one: ${named(one)}, ${named(other)}`,
    );
    const next = await start(site(sshd, "- name: Next\n  command: echo")).done;
    expect(next.exit, next.stderr).to.equal(0);
    await eventually("the commands have ended", () => running(5).length === 0);
    expect(leftovers(sshd)).to.deep.equal([]);
  });
});

/** Works until its folder has a file `end`. */
const PACKAGE_MANAGER = `#!/bin/sh
touch "$1/begun"
until [ -e "$1/end" ]; do sleep 0.05; done
echo installed
`;

/** Runs a program in a terminal of its own: `then` is what happens there; prints how the program ended. */
const terminal = (then: string) => `
import os, pty, signal, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
${then}
print("exit", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

const HANG_UP = terminal(`
while not os.path.exists(sys.argv[1] + "/begun"):
    time.sleep(0.02)
os.close(terminal)
`);

const PROMPT = terminal(`
shown = b""
while b"sudo password: " not in shown:
    shown += os.read(terminal, 1000)
os.kill(pid, getattr(signal, "SIG" + sys.argv[1]))
`);

async function inTerminal(folder: string, ...words: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: join(folder, "home") };
  const { stdout } = await promisify(execFile)("python3", ["-c", ...words], { cwd: folder, env });
  return stdout;
}

async function interrupted(process: Running, begun: () => boolean, signal: NodeJS.Signals): Promise<Run> {
  try {
    await eventually("the task runs", begun);
    process.child.kill(signal);
  } catch (error) {
    process.child.kill("SIGKILL");
    throw new Error((await process.done).stderr, { cause: error });
  }
  return process.done;
}

/** The processes whose command line begins like this. */
function processes(...words: readonly string[]): number[] {
  return processesWhere(
    (command) => words.every((word) => command.includes(word)) && command.startsWith(words[0] ?? ""),
  );
}

import { expect } from "chai";
import { openSsh } from "../../../src/connection/ssh.ts";
import { read, type Script } from "../../../src/module/script.ts";
import { openReadSession } from "../../../src/shell/session.ts";
import { inventory, play, project, provision, type Run } from "../harness.ts";
import { processesWhere } from "../processes.ts";
import { startSshd, type Sshd, type SshdOptions } from "../sshd.ts";

const SLEEP = `sleep 100007.${process.pid}`;
const NOT_STARTED = "has not started a POSIX shell within 2 s";
const SUDO_WAITS = "within 2 s";

interface Login {
  readonly options: SshdOptions;
  readonly code: string;
  readonly says: string;
  readonly become?: true;
}

const login = (script: string, says: string, code = "shell/not-started"): Login => ({
  options: { wrapper: `#!/bin/sh\n${script}\n` },
  code,
  says,
});
const sudo = (script: string, says: string, code = "shell/sudo-not-started"): Login => ({
  options: { programs: { sudo: `#!/bin/sh\n${script}\n` } },
  code,
  says,
  become: true,
});

const LOGINS: Readonly<Record<string, Login>> = {
  prints: login("exec cat", NOT_STARTED),
  waits: login(`exec ${SLEEP}`, NOT_STARTED),
  menu: login("echo 'Press Enter to continue'; read -r line; exec cat", "Press Enter to continue"),
  // It would execute whatever it is sent.
  shell: login("exec bash -s", NOT_STARTED),
  loops: login("while :; do :; done", NOT_STARTED),
  floods: login("exec yes never", "never"),
  stopped: login("kill -STOP $$", NOT_STARTED),
  killed: login("kill -KILL $$", "which ended by the signal SIGKILL", "shell/none"),
  refused: login(
    "echo 'This account is locked.' >&2; exit 1",
    "which ended with status 1 (the login printed: This account is locked.)",
    "shell/none",
  ),
  "sudo-waits": sudo(`exec ${SLEEP}`, SUDO_WAITS),
  "sudo-asks": sudo("printf 'One-time code: ' >&2; read -r code; exec cat", "One-time code:"),
  "sudo-loops": sudo("while :; do :; done", SUDO_WAITS),
  "sudo-stopped": sudo("kill -STOP $$", SUDO_WAITS),
};

describe("ssh/network/hanging-logins", () => {
  const servers = new Map<string, Sshd>();
  let run: Run;
  before(async function () {
    this.timeout(60_000);
    for (const [name, { options }] of Object.entries(LOGINS)) servers.set(name, await startSshd(options));
    servers.set("fine", await startSshd());
    const hosts = Object.fromEntries([...servers].map(([name, sshd]) => [name, { sshd }]));
    const ask = (name: string) => `inventory_hostname == "${name}"`;
    const becoming = Object.keys(LOGINS).filter((name) => LOGINS[name]?.become);
    const isBecoming = becoming.map(ask).join(" || ");
    const tasks = `
- { name: Echo, command: echo reached, become: true, when: ${JSON.stringify(isBecoming)} }
- { name: Echo, command: echo reached, when: ${JSON.stringify(`!(${isBecoming})`)} }
- { name: Next, command: echo reached }
`;
    const files = { "inventory.yaml": inventory(hosts), "site.yaml": play(tasks) };
    run = await provision(project(files), ["--timeout", "2", "--check"]);
  });
  after(async () => {
    const folders = [...servers.values()].map(({ folder }) => folder);
    for (const sshd of servers.values()) await sshd.stop();
    const isOurs = (command: string) => command === SLEEP || folders.some((folder) => command.includes(folder));
    for (const pid of processesWhere(isOurs)) process.kill(pid, "SIGKILL");
  });

  for (const [name, { code, says }] of Object.entries(LOGINS)) {
    it(`gives up on the host "${name}" alone, with the cause`, () => {
      expect(run.recap[name], run.stderr).to.include({ ok: 0, changed: 0, failed: 0, unreachable: 1 });
      const fault = run.results("Echo").find(({ host, error }) => host === name && error)?.error;
      expect(fault?.code).to.equal(code);
      expect(fault?.message).to.include(says);
    });
  }

  it("goes on with the other hosts", () => {
    expect(run.exit).to.equal(3);
    expect(run.recap["fine"]).to.include({ failed: 0, unreachable: 0 });
  });

  /** Runs a script in a shell whose state another one looks at ten times a second. */
  async function faultOf(script: Script<"read">) {
    const sshd = servers.get("fine");
    if (!sshd) throw new Error("not started");
    const files = { privateKeyFile: sshd.keyFile, knownHostsFile: sshd.knownHostsFile };
    const connection = { type: "ssh", address: "127.0.0.1", port: sshd.port, timeout: 10, user: undefined, ...files };
    const user = { name: process.env["USER"] ?? "root", home: sshd.home, agent: undefined };
    const session = await openReadSession({
      host: "one",
      runId: "abc",
      who: "a test",
      watchEveryMs: 100,
      connect: () => openSsh("one", connection as Parameters<typeof openSsh>[1], user),
    });
    if (!session.ok) throw new Error(session.faults[0].message);
    const answers = await session.value.read([script], undefined);
    await session.value.close();
    return answers.ok ? undefined : answers.faults[0];
  }

  it("reports a shell that a signal stops while a command runs, and ends it", async () => {
    expect((await faultOf(read`kill -STOP $$; ${SLEEP.split(" ")}`))?.code).to.equal("shell/stopped");
  });

  it("reports a shell that a signal kills while the connection lives", async () => {
    const fault = await faultOf(read`kill -KILL $$`);
    expect(fault?.code).to.equal("shell/ended");
    expect(fault?.message).to.include("by the signal SIGKILL");
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, inventory, play, project, provision, start, type Run } from "../harness.ts";
import { startSshd, type Sshd } from "../sshd.ts";

const ECHO = play("- name: Echo\n  shell: echo $SSH_CONNECTION");

describe("ssh/connect/jump", () => {
  let near: Sshd;
  let far: Sshd;
  let end: Sshd;

  before(async () => {
    [near, far, end] = await Promise.all([
      startSshd({ hostKeyType: "ecdsa" }),
      startSshd(),
      startSshd({ config: ["MaxSessions 1"] }),
    ]);
  });
  after(() => Promise.all([near.stop(), far.stop(), end.stop()]));

  const login = (sshd: Sshd) => ({
    address: "127.0.0.1",
    port: sshd.port,
    private_key_file: sshd.keyFile,
    known_hosts_file: sshd.knownHostsFile,
  });

  /** A host that is reached through two others of the inventory. */
  function hosts(change: Readonly<Record<string, Record<string, unknown>>> = {}): string {
    return inventory({
      one: { vars: { ...login(end), jump: ["near", "far"], ...change["one"] } },
      near: { vars: { ...login(near), ...change["near"] } },
      far: { vars: { ...login(far), ...change["far"] } },
    });
  }

  function run(change = {}, args: readonly string[] = []): Promise<Run> {
    return provision(project({ "inventory.yaml": hosts(change), "site.yaml": ECHO }), ["--limit", "one", ...args]);
  }

  const messageOf = (done: Run) => done.results("Echo")[0]?.error?.message ?? "";

  it("reaches a host through two others, each with its own key and host key, and closes all connections", async () => {
    const done = await run();
    expect(done.exit, done.stderr).to.equal(0);
    expect(done.recap["one"]?.changed).to.equal(1);
    await eventually("the servers have no connection left", () =>
      [near, far, end].every((sshd) => sshd.connections().length === 0),
    );
  });

  it("names the jump host that cannot be trusted or logged into", async () => {
    const strange = join(near.scratch(), "known_hosts");
    writeFileSync(strange, "");
    for (const [change, said] of [
      [{ near: { known_hosts_file: strange } }, `one, jump host near: the host key of 127.0.0.1 is not in ${strange}`],
      [{ far: { known_hosts_file: near.knownHostsFile } }, "one, jump host far: the host key of 127.0.0.1 is not in"],
      [{ far: { private_key_file: near.keyFile } }, "one, jump host far: the server refuses to let"],
      [{ one: { known_hosts_file: strange } }, `one: the host key of 127.0.0.1 is not in ${strange}`],
      [{ near: { port: 1 } }, "one, jump host near: nothing listens on 127.0.0.1 port 1"],
      [{ far: { port: 1 } }, "one, jump host far: the jump host near does not connect to 127.0.0.1 port 1"],
      [{ one: { port: 1 } }, "one: the jump host far does not connect to 127.0.0.1 port 1"],
    ] as const) {
      const done = await run(change);
      expect(done.exit, done.stderr).to.equal(3);
      expect(messageOf(done)).to.include(said);
    }
  });

  it("says that a jump host does not forward", async () => {
    const closed = await startSshd({ config: ["AllowTcpForwarding no"] });
    try {
      const done = await run({ near: login(closed) });
      expect(messageOf(done)).to.include("the jump host near does not connect to 127.0.0.1");
      expect(done.results("Echo")[0]?.error?.hint).to.include("AllowTcpForwarding");
    } finally {
      await closed.stop();
    }
  });

  it("takes a jump host that dies during a command for a lost connection", async () => {
    const wait = play("- name: Wait\n  command: sleep 600");
    const folder = project({ "inventory.yaml": hosts(), "site.yaml": wait });
    const running = start(folder, ["--limit", "one"]);
    await eventually("the command runs", () => far.connections().length > 0 && end.connections().length > 0);
    for (const pid of near.connections()) process.kill(pid, "SIGKILL");
    const done = await running.done;
    expect(done.exit, done.stderr).to.equal(3);
    expect(done.results("Wait")[0]?.error?.code).to.match(/^connection\//);
  });

  it("follows ProxyJump, HostName, Port, IdentityFile and UserKnownHostsFile of ~/.ssh/config", async () => {
    const block = (sshd: Sshd) =>
      `  HostName 127.0.0.1\n  Port ${sshd.port}\n  IdentityFile ${sshd.keyFile}\n  UserKnownHostsFile ${sshd.knownHostsFile}\n`;
    const config = `Host end\n  ProxyJump gate\n${block(end)}Host gate\n  ProxyJump outer\n${block(far)}Host outer\n${block(near)}`;
    const files = {
      "inventory.yaml": "all: { hosts: { end: } }\n",
      "site.yaml": ECHO,
      "home/.ssh/config": config,
    };
    const done = await provision(project(files));
    expect(done.exit, done.stderr).to.equal(0);
    const without = await provision(project(files), ["--ssh-config", "none", "--timeout", "2"]);
    expect(without.exit, without.stderr).to.equal(3);
  });
});

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, chmodSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { inventory, play, project, provision, type Run } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

const ECHO = play("- name: Echo\n  command: echo reached");

describe("ssh/agent", () => {
  let sshd: Sshd;
  let agent: { socket: string; child: ChildProcess };

  before(async () => {
    sshd = await startSshd();
    agent = await startAgent(join(sshd.folder, "agent"));
  });
  after(async () => {
    agent.child.kill();
    await sshd.stop();
  });
  beforeEach(() => ask("-q", "-D"));

  const ask = (...args: string[]) =>
    execFileSync("ssh-add", args, { env: { SSH_AUTH_SOCK: agent.socket, PATH: process.env["PATH"] }, stdio: "ignore" });

  /** Logs in with the host's variables and files in the user's ~/.ssh. */
  async function run(vars: Record<string, unknown>, socket: string, keys: readonly string[] = []): Promise<Run> {
    const own = Object.fromEntries(keys.map((file) => [`home/.ssh/${file}`, readFileSync(sshd.keyFile)]));
    const host = { address: "127.0.0.1", port: sshd.port, known_hosts_file: sshd.knownHostsFile, ...vars };
    const folder = project({ "inventory.yaml": inventory({ one: { vars: host } }), "site.yaml": ECHO, ...own });
    return provision(folder, [], { env: { SSH_AUTH_SOCK: socket } });
  }

  function encryptedKey(): string {
    const file = join(sshd.scratch(), "key");
    copyFileSync(sshd.keyFile, file);
    chmodSync(file, 0o600);
    execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", "a passphrase", "-f", file]);
    return file;
  }

  it("logs in with a key of the agent", async () => {
    ask("-q", sshd.keyFile);
    expect((await run({}, agent.socket)).exit).to.equal(0);
  });

  for (const [name, socket] of [
    ["that does not exist", "/nonexistent/agent"],
    ["that is empty", ""],
  ] as const) {
    it(`logs in with the default key file if SSH_AUTH_SOCK names a socket ${name}`, async () => {
      const done = await run({}, socket, ["id_ed25519"]);
      expect(done.exit, done.stderr).to.equal(0);
    });
  }

  it("logs in with the default key file if the agent does not answer", async () => {
    const silent = createServer();
    const socket = join(sshd.scratch(), "agent");
    silent.listen(socket);
    await once(silent, "listening");
    try {
      const done = await run({}, socket, ["id_ed25519"]);
      expect(done.exit, done.stderr).to.equal(0);
    } finally {
      silent.close();
    }
  });

  it("names an agent that is asked for a signature and does not answer", async () => {
    ask("-q", sshd.keyFile);
    const SIGN_REQUEST = 13;
    const waiting = createServer((client) => {
      const real = connect(agent.socket);
      client.on("data", (request) => {
        if (request[4] !== SIGN_REQUEST) real.write(request);
      });
      real.pipe(client);
      client.on("close", () => real.destroy()).on("error", () => undefined);
    });
    const socket = join(sshd.scratch(), "agent");
    waiting.listen(socket);
    await once(waiting, "listening");
    try {
      const host = { address: "127.0.0.1", port: sshd.port, known_hosts_file: sshd.knownHostsFile };
      const local = { vars: { connection: "local" } };
      const files = { "inventory.yaml": inventory({ one: { vars: host }, two: local }), "site.yaml": ECHO };
      const done = await provision(project(files), ["--timeout", "1"], { env: { SSH_AUTH_SOCK: socket } });
      expect(done.exit).to.equal(3);
      const [error] = done.results("Echo").flatMap(({ host, error }) => (host === "one" && error ? [error] : []));
      expect(error?.code).to.equal("connection/agent-silent");
      expect(error?.message).to.include(`the SSH agent at ${socket}`);
      expect(done.recap["two"]).to.include({ changed: 1 });
    } finally {
      waiting.close();
    }
  });

  it("names the agent's socket if it has no other key", async () => {
    const done = await run({}, "/nonexistent/agent");
    expect(done.exit).to.equal(3);
    expect(done.stderr).to.include("no SSH agent answers at /nonexistent/agent");
  });

  it("uses the host's encrypted key file if the agent holds its key", async () => {
    ask("-q", sshd.keyFile);
    const done = await run({ private_key_file: encryptedKey() }, agent.socket);
    expect(done.exit, done.stderr).to.equal(0);
  });

  it("uses the host's public key file if the agent holds the private key", async () => {
    ask("-q", sshd.keyFile);
    const done = await run({ private_key_file: `${sshd.keyFile}.pub` }, agent.socket);
    expect(done.exit, done.stderr).to.equal(0);
  });

  it("offers only the host's key from an agent with more keys than the server tries", async () => {
    for (let count = 0; count < 3; count++) {
      const other = join(sshd.scratch(), "other");
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other]);
      ask("-q", other);
    }
    ask("-q", sshd.keyFile);
    const strict = await startSshd({ config: ["MaxAuthTries 2"] });
    try {
      writeFileSync(join(strict.folder, "authorized_keys"), readFileSync(`${sshd.keyFile}.pub`));
      const host = { port: strict.port, known_hosts_file: strict.knownHostsFile };
      const named = await run({ ...host, private_key_file: encryptedKey() }, agent.socket);
      expect(named.exit, named.stderr).to.equal(0);
      const all = await run(host, agent.socket);
      expect(all.exit).to.equal(3);
      expect(all.stderr).to.include("closed the connection during the login").and.include("Too many authentication");
    } finally {
      await strict.stop();
    }
  });

  it("says how to unlock the host's encrypted key file if the agent does not hold its key", async () => {
    const file = encryptedKey();
    const done = await run({ private_key_file: file }, agent.socket);
    expect(done.exit).to.equal(3);
    expect(done.stderr).to.include(`${file} is encrypted`).and.include(`ssh-add ${file}`);
  });
});

async function startAgent(socket: string): Promise<{ socket: string; child: ChildProcess }> {
  const child = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return { socket, child };
}

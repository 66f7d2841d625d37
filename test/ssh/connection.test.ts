import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import type { Line } from "../../src/events/line.ts";
import { inventory, play, project, provision, type Entry, type Run, type StartOptions } from "./harness.ts";
import { canMount } from "../../tools/test/own-state.ts";
import { skipBecause } from "../../tools/test/notes.ts";
import { startSshd, type Sshd } from "./sshd.ts";

const ECHO = play("- name: Echo\n  command: echo reached");

describe("ssh/connection", () => {
  let good: Sshd;
  let other: Sshd;

  before(async () => {
    [good, other] = await Promise.all([startSshd(), startSshd({ hostKeyType: "ecdsa", authorized: false })]);
  });
  after(() => Promise.all([good.stop(), other.stop()]));

  /** Runs on a bad host and a good one. The good one must succeed. Returns the bad one's fault. */
  async function runWithBadHost(
    bad: Entry,
    args: readonly string[] = [],
    options?: StartOptions,
  ): Promise<{ run: Run; message: string }> {
    const files = { "inventory.yaml": inventory({ bad, fine: { sshd: good } }), "site.yaml": ECHO };
    const run = await provision(project(files), args, options);
    expect(run.exit, run.stderr).to.equal(3);
    expect(run.recap["fine"]?.changed).to.equal(1);
    expect(run.recap["bad"]).to.include({ changed: 0, failed: 0, unreachable: 1 });
    return { run, message: faultOf(run, "bad") };
  }

  function knownHosts(text: string): string {
    const file = join(good.scratch(), "known_hosts");
    writeFileSync(file, text);
    return file;
  }

  const entry = (sshd: Sshd, vars: Record<string, unknown>): Entry => ({ sshd, vars: { ...vars } });
  const known = (text: string): Entry => ({
    sshd: other,
    vars: { known_hosts_file: knownHosts(text), address: "127.0.0.1" },
  });

  it("rejects an unknown host key and shows its fingerprint", async () => {
    const { message } = await runWithBadHost(known(""));
    expect(message).to.include("bad").and.include("not in").and.include(fingerprint(other.hostKey));
  });

  it("rejects a changed host key and shows both fingerprints and the line", async () => {
    const before = execFileSync("ssh-keygen", ["-y", "-f", other.keyFile]).toString().trim();
    const file = knownHosts(`# a comment\n[127.0.0.1]:${other.port} ${before}\n`);
    const { message } = await runWithBadHost(entry(other, { known_hosts_file: file }));
    expect(message).to.include("has changed").and.include(`${file}:2`);
    expect(message).to.include(fingerprint(before)).and.include(fingerprint(other.hostKey));
  });

  it("rejects a revoked host key", async () => {
    const line = `[127.0.0.1]:${other.port} ${other.hostKey}`;
    const { message } = await runWithBadHost(known(`${line}\n@revoked ${line}\n`));
    expect(message).to.include("revoked").and.include(":2");
  });

  it("names the key that the server rejects, and the user", async () => {
    const { message } = await runWithBadHost({ sshd: other });
    expect(message).to.include("refuses to let").and.include(other.keyFile);
  });

  it("does not use a key that others can read, as OpenSSH does not, unless that is allowed", async () => {
    const file = join(good.scratch(), "open-key");
    copyFileSync(good.keyFile, file);
    chmodSync(file, 0o644);
    const bad = entry(good, { private_key_file: file });
    const files = { "inventory.yaml": inventory({ bad }), "site.yaml": ECHO };
    const run = await provision(project(files));
    expect(run.exit, run.stderr).to.equal(3);
    expect(faultOf(run, "bad")).to.include(
      `the private key ${file} is not used: other users can access it, mode 0644.`,
    );
    expect(run.stderr).to.include(`Run \`chmod 600 ${file}\`.`);
    const allowed = await provision(project(files), ["--allow-unsafe-project"]);
    expect(allowed.exit, allowed.stderr).to.equal(0);
  });

  it("reports that the host's key is encrypted", async () => {
    const file = join(good.scratch(), "key");
    copyFileSync(good.keyFile, file);
    execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", "a pass phrase", "-f", file]);
    const { message } = await runWithBadHost(entry(good, { private_key_file: file, address: "localhost" }));
    expect(message)
      .to.include(file)
      .and.match(/[Ee]ncrypted|passphrase/);
  });

  it("reports that nothing listens on a port", async () => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    const { message } = await runWithBadHost(entry(good, { port }));
    expect(message).to.include("nothing listens").and.include(String(port));
  });

  it("waits no longer than --timeout for a port that accepts but sends nothing", async () => {
    const server = createServer();
    const port = await listening(server);
    try {
      const { message } = await runWithBadHost(entry(good, { port }), ["--timeout", "1"]);
      expect(message).to.include("no SSH greeting").and.include("1 s");
    } finally {
      server.close();
    }
  });

  it("reports that a name has no address", async () => {
    const { message } = await runWithBadHost(entry(good, { address: "no-such-host.invalid" }));
    expect(message).to.include("no-such-host.invalid").and.include("cannot be reached");
  });

  it("names a name server that does not answer", async function () {
    if (!canMount()) skipBecause(this, "only root can give the program its own resolv.conf");
    const silent = createSocket("udp4").bind(53, "127.0.0.77");
    await once(silent, "listening");
    try {
      const resolver = join(good.scratch(), "resolv.conf");
      writeFileSync(resolver, "nameserver 127.0.0.77\noptions timeout:2 attempts:1\n");
      const script = `mount --bind ${resolver} /etc/resolv.conf && exec "$@"`;
      const under = ["unshare", "-m", "sh", "-c", script, "sh"];
      const bad = entry(good, { address: "slow.example.org" });
      const { message } = await runWithBadHost(bad, ["--timeout", "1"], { under });
      expect(message).to.include("slow.example.org cannot be reached (the name server did not answer within 1 s)");
    } finally {
      silent.close();
    }
  });

  it("says that nothing accepts the connection, as behind a firewall that drops it", async () => {
    // Its queue is full, so the kernel drops further connections.
    const code = `const server = require("net").createServer().listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => {
      console.log(server.address().port);
      process.kill(process.pid, "SIGSTOP");
    });`;
    const busy = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(busy.stdout, "data")) as [Buffer];
    const port = Number(line.toString());
    const queued = Array.from({ length: 5 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
    try {
      await once(queued[0] ?? busy, "connect");
      await once(queued[1] ?? busy, "connect");
      const { message } = await runWithBadHost(entry(good, { port }), ["--timeout", "1"]);
      expect(message).to.include("cannot be reached (nothing accepted the connection within 1 s)");
    } finally {
      for (const socket of queued) socket.destroy();
      busy.kill("SIGKILL");
    }
  });

  it("reads no known host keys from a named pipe", async () => {
    const pipe = join(good.scratch(), "pipe");
    execFileSync("mkfifo", ["-m", "600", pipe]);
    const { message } = await runWithBadHost(entry(other, { known_hosts_file: pipe }));
    expect(message).to.include(pipe).and.include("it is a named pipe, not a file");
  });

  it("names the port if it speaks another protocol", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const port = await listening(server);
    try {
      const { message } = await runWithBadHost(entry(good, { port }), ["--timeout", "5"]);
      expect(message).to.include("bad").and.include(String(port));
    } finally {
      server.close();
    }
  });

  it("finds hashed names in known_hosts", async () => {
    const file = knownHosts(`[127.0.0.1]:${good.port} ${good.hostKey}\n`);
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
    expect(readFileSync(file, "utf8"))
      .to.match(/^\|1\|/)
      .and.not.include("127.0.0.1");
    const hosts = inventory({ one: { sshd: good, vars: { known_hosts_file: file } } });
    const run = await provision(project({ "inventory.yaml": hosts, "site.yaml": ECHO }));
    expect(run.exit, run.stderr).to.equal(0);
  });

  it("does not use the known_hosts entry of port 22 for another port", async () => {
    const { message } = await runWithBadHost(known(`127.0.0.1 ${other.hostKey}\n`));
    expect(message).to.include("not in");
  });

  it("requests the type of host key that is known", async () => {
    const both = await startSshd({ config: [`HostKey ${other.folder}/host_key`] });
    try {
      const file = knownHosts(`[127.0.0.1]:${both.port} ${other.hostKey}\n`);
      const hosts = inventory({ one: { sshd: both, vars: { known_hosts_file: file } } });
      const run = await provision(project({ "inventory.yaml": hosts, "site.yaml": ECHO }));
      expect(run.exit, run.stderr).to.equal(0);
    } finally {
      await both.stop();
    }
  });

  it("logs in with the default key file and known_hosts in the user's home", async () => {
    const run = await provision(
      project({
        "inventory.yaml": JSON.stringify({ all: { hosts: { one: { address: "127.0.0.1", port: good.port } } } }),
        "site.yaml": ECHO,
        "home/.ssh/id_ed25519": readFileSync(good.keyFile),
        "home/.ssh/known_hosts": readFileSync(good.knownHostsFile),
      }),
    );
    expect(run.exit, run.stderr).to.equal(0);
  });

  it("reports that there is no key to log in with", async () => {
    const run = await provision(
      project({
        "inventory.yaml": JSON.stringify({ all: { hosts: { bad: { address: "127.0.0.1", port: good.port } } } }),
        "site.yaml": ECHO,
      }),
    );
    expect(run.exit).to.equal(3);
    expect(faultOf(run, "bad")).to.include("no key to log in with");
  });

  it("reports that a default key is encrypted, and suggests an agent", async () => {
    const files = {
      "inventory.yaml": JSON.stringify({ all: { hosts: { bad: { address: "127.0.0.1", port: good.port } } } }),
      "site.yaml": ECHO,
      "home/.ssh/id_ed25519": readFileSync(good.keyFile),
      "home/.ssh/known_hosts": readFileSync(good.knownHostsFile),
    };
    const folder = project(files);
    const key = join(folder, "home/.ssh/id_ed25519");
    chmodSync(key, 0o600);
    execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", "a passphrase", "-f", key]);
    const run = await provision(folder);
    expect(run.exit).to.equal(3);
    expect(faultOf(run, "bad")).to.include(`${key} is encrypted`);
    expect(run.stderr).to.include(`ssh-add ${key}`);

    writeFileSync(join(folder, "home/.ssh/id_rsa"), readFileSync(other.keyFile), { mode: 0o600 });
    const refused = await provision(folder);
    expect(faultOf(refused, "bad")).to.match(
      /refuses .* not the key \S*id_ed25519 \(Encrypted.*\), the key \S*id_rsa\.$/,
    );
  });
});

/** The message of the fault that made a host unreachable, which must be one line. */
function faultOf(run: Run, host: string): string {
  const fault = run.events.map((event) => faultIn(event, host)).find((found) => found !== undefined);
  expect(fault, run.stderr).to.be.a("string").and.not.include("\n");
  return fault ?? "";
}

function faultIn(event: Line, host: string): string | undefined {
  if (event.event !== "task_result" && event.event !== "host_unreachable") return undefined;
  return event.host === host ? event.error?.message : undefined;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

function fingerprint(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

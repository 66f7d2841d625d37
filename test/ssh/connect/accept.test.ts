import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { inventory, play, project, provision, type Run } from "../harness.ts";
import { startSshd, type Sshd } from "../sshd.ts";

const ECHO = play("- name: Echo\n  command: echo reached");
const FLAG = "--accept-new-host-keys";

describe("ssh/connect/accept", () => {
  let sshd: Sshd;
  let other: Sshd;
  before(async () => {
    [sshd, other] = await Promise.all([startSshd(), startSshd()]);
  });
  after(() => Promise.all([sshd.stop(), other.stop()]));

  /** A host behind a jump host that is one of the run itself. The keys of both are unknown. */
  function strangers(config = "HashKnownHosts no\n"): string {
    const login = { address: "127.0.0.1", private_key_file: sshd.keyFile, port: sshd.port };
    const far = { address: "127.0.0.1", private_key_file: other.keyFile, port: other.port, jump: "gate" };
    const hosts = { gate: { vars: login }, one: { vars: far } };
    return project({ "inventory.yaml": inventory(hosts), "site.yaml": ECHO, "home/.ssh/config": config });
  }

  const warnings = (run: Run) => run.events.flatMap((event) => (event.event === "warning" ? [event] : []));

  it("adds each unknown key once, says so with its fingerprint, and then knows it", async () => {
    const folder = strangers();
    const file = join(folder, "home/.ssh/known_hosts");
    const refused = await provision(folder);
    expect(refused.exit, refused.stderr).to.equal(3);
    expect(existsSync(file)).to.equal(false);
    const run = await provision(folder, [FLAG]);
    expect(run.exit, run.stderr).to.equal(0);
    expect(readFileSync(file, "utf8").trim().split("\n").sort()).to.deep.equal(
      [`[127.0.0.1]:${sshd.port} ${sshd.hostKey}`, `[127.0.0.1]:${other.port} ${other.hostKey}`].sort(),
    );
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const said = warnings(run);
    expect(said.map(({ code }) => code)).to.deep.equal(Array(2).fill("connection/host-key-accepted"));
    expect(said[0]?.message).to.match(
      /^The unknown host key of 127\.0\.0\.1 port \d+ was accepted.*ssh-ed25519 SHA256:/,
    );
    expect(run.stderr).to.include("2 warnings:");
    const again = await provision(folder);
    expect(again.exit, again.stderr).to.equal(0);
    expect(warnings(again)).to.deep.equal([]);
  });

  it("hashes the names where ssh's configuration says so, after the last line of the file", async () => {
    const folder = strangers("HashKnownHosts yes\n");
    const file = join(folder, "home/.ssh/known_hosts");
    writeFileSync(file, "# mine", { mode: 0o600 });
    const run = await provision(folder, [FLAG, "--limit", "one"]);
    expect(run.exit, run.stderr).to.equal(0);
    const lines = readFileSync(file, "utf8").trim().split("\n");
    expect(lines[0]).to.equal("# mine");
    expect(lines.slice(1).every((line) => line.startsWith("|1|"))).to.equal(true);
    expect((await provision(folder, ["--limit", "one"])).exit).to.equal(0);
  });

  it("refuses a key that has changed, and one that cannot be stored", async () => {
    const folder = strangers();
    const file = join(folder, "home/.ssh/known_hosts");
    const before = `[127.0.0.1]:${sshd.port} ${other.hostKey}\n`;
    writeFileSync(file, before, { mode: 0o600 });
    const run = await provision(folder, [FLAG, "--limit", "gate"]);
    expect(run.exit, run.stderr).to.equal(3);
    expect(run.results("Echo")[0]?.error?.code).to.equal("connection/host-key-changed");
    expect(readFileSync(file, "utf8")).to.equal(before);
    const nowhere = project({
      "inventory.yaml": inventory({
        gate: {
          vars: { port: sshd.port, private_key_file: sshd.keyFile, known_hosts_file: "/proc/nowhere/known_hosts" },
        },
      }),
      "site.yaml": ECHO,
    });
    const unstored = await provision(nowhere, [FLAG]);
    expect(unstored.results("Echo")[0]?.error?.code).to.equal("connection/host-key-not-stored");
  });
});

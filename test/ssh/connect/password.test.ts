import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { skipBecause } from "../../../tools/test/notes.ts";
import { canMount } from "../../../tools/test/own-state.ts";
import { inventory, play, project, provision, type Run } from "../harness.ts";
import { startSshd, type Sshd } from "../sshd.ts";

const ECHO = play("- name: Echo\n  command: echo reached");
const PASSWORD = "correct horse staple";

describe("ssh/connect/password", () => {
  let plain: Sshd;
  let pam: Sshd;
  let keysOnly: Sshd;
  const started: Sshd[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), "provision-shadow-"));

  before(async function () {
    if (!canMount()) skipBecause(this, "only root can give an sshd passwords of its own");
    if (!existsSync("/etc/pam.d/sshd")) skipBecause(this, "there is no PAM");
    const hash = execFileSync("openssl", ["passwd", "-6", PASSWORD]).toString().trim();
    const shadow = path.join(folder, "shadow");
    writeFileSync(shadow, readFileSync("/etc/shadow", "utf8").replace(/^root:[^:]*:/m, `root:${hash}:`));
    chmodSync(shadow, 0o600);
    const mounts = [[shadow, "/etc/shadow"]] as const;
    const start = async (...config: string[]) => {
      const sshd = await startSshd({ config, mounts, authorized: false });
      started.push(sshd);
      return sshd;
    };
    [plain, pam, keysOnly] = await Promise.all([
      start("PasswordAuthentication yes", "KbdInteractiveAuthentication no"),
      start("UsePAM yes", "PasswordAuthentication no", "KbdInteractiveAuthentication yes"),
      start("PasswordAuthentication no", "KbdInteractiveAuthentication no"),
    ]);
  });
  after(async () => {
    await Promise.all(started.map((sshd) => sshd.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs on these servers, without a key. */
  function run(servers: readonly Sshd[], input: string, args: readonly string[] = ["-k"]): Promise<Run> {
    const hosts = servers.map((sshd, index) => {
      const vars = { port: sshd.port, known_hosts_file: sshd.knownHostsFile };
      return [`host${index}`, { vars }] as const;
    });
    const files = { "inventory.yaml": inventory(Object.fromEntries(hosts)), "site.yaml": ECHO };
    return provision(project(files), args, { input });
  }

  const errorOf = (done: Run) => done.results("Echo")[0]?.error;

  it("logs in by password and by keyboard-interactive, and asks once for all hosts", async () => {
    const done = await run([plain, pam], `${PASSWORD}\n`);
    expect(done.exit, done.stderr).to.equal(0);
    expect(done.results("Echo").map(({ status }) => status)).to.deep.equal(["changed", "changed"]);
    expect(done.stdout + done.stderr).not.to.include(PASSWORD);
  });

  it("names a wrong password, what the server offers, and shows it nowhere", async () => {
    for (const [sshd, offers] of [
      [plain, "publickey, password"],
      [pam, "publickey, keyboard-interactive"],
    ] as const) {
      const done = await run([sshd], "incorrect battery\n");
      expect(done.exit, done.stderr).to.equal(3);
      expect(errorOf(done)?.code).to.equal("connection/password-refused");
      expect(errorOf(done)?.message).to.equal(`host0: the server refuses the password of root; it offers ${offers}.`);
      expect(done.stdout + done.stderr).not.to.include("battery");
    }
  });

  it("says that a server takes no password", async () => {
    const done = await run([keysOnly], `${PASSWORD}\n`);
    expect(errorOf(done)?.message).to.equal("host0: the server does not take a password of root, it offers publickey.");
  });

  it("reads the passwords of SSH and of sudo one after the other, and connects to no host without them", async () => {
    const both = await run([plain], `${PASSWORD}\nof sudo\n`, ["-k", "-K"]);
    expect(both.exit, both.stderr).to.equal(0);
    const none = await run([plain], "", ["-k"]);
    expect(none.exit).to.equal(2);
    expect(none.stderr).to.include("No password was entered for --ask-pass");
    const one = await run([plain], `${PASSWORD}\n`, ["-k", "-K"]);
    expect(one.stderr).to.include("No password was entered for --ask-become-pass");
  });
});

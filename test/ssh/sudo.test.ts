import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { standIn } from "../../tools/test/notes.ts";
import { leftovers, provision, site, textOf } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";
import { standInSudo } from "./stand-in-sudo.ts";

const PASSWORD = "correct horse 'battery' \\ $staple";
const AS_ROOT = `
- name: As root
  command: cat
  become: true
- name: As the login
  command: cat
`;

describe("ssh/sudo", () => {
  let folder: string;
  /** Its sudo asks for a password. */
  let asking: Sshd;
  /** Its sudo asks for none. */
  let free: Sshd;
  const log = (name: string) => join(folder, name);

  before(async () => {
    standIn("a script that asks like sudo", "sudo");
    folder = mkdtempSync(join(tmpdir(), "provision-sudo-"));
    const sudo = (name: string, password?: string) => standInSudo({ log: log(name), ...(password && { password }) });
    [asking, free] = await Promise.all([
      startSshd({ programs: { sudo: sudo("asking", "open sesame") } }),
      startSshd({ programs: { sudo: sudo("free") }, config: ["MaxSessions 1"] }),
    ]);
  });
  after(async () => {
    await Promise.all([asking.stop(), free.stop()]);
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => rmSync(log("asking"), { force: true }));

  it("sends the password once, after sudo has asked, and lets no program read it", async () => {
    const run = await provision(site(asking, AS_ROOT), ["-K", "-v"], { input: "open sesame\n" });
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("As root")[0]?.result).to.include({ stdout: "", rc: 0 });
    const calls = textOf(log("asking")) ?? "";
    expect(calls.match(/^read: open sesame$/gm)).to.have.length(1);
    expect(calls).not.to.match(/called with: .*open sesame/);
    expect(run.stdout + run.stderr).not.to.include("open sesame");
  });

  it("reports a wrong password at once and does not try it again", async () => {
    const run = await provision(site(asking, AS_ROOT), ["-K"], { input: "wrong\n" });
    expect(run.exit, run.stderr).to.equal(1);
    expect(run.results("As root")[0]?.error?.code).to.equal("shell/sudo-wrong-password");
    expect((textOf(log("asking")) ?? "").match(/^read: /gm)).to.have.length(1);
    expect(run.stdout + run.stderr).not.to.include("wrong\n");
    expect(leftovers(asking)).to.deep.equal([]);
  });

  it("reports that sudo requires a password if none was given", async () => {
    const run = await provision(site(asking, AS_ROOT));
    expect(run.exit, run.stderr).to.equal(1);
    expect(run.results("As root")[0]?.error?.code).to.equal("shell/sudo-password");
  });

  it("needs no password if sudo asks for none, and works with MaxSessions 1", async () => {
    const run = await provision(site(free, AS_ROOT), ["-K"], { input: `${PASSWORD}\n` });
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("As root")[0]?.result).to.include({ stdout: "", rc: 0 });
    expect(textOf(log("free"))).to.match(/called with: .*-u root/);
    expect(leftovers(free)).to.deep.equal([]);
    const check = await provision(site(free, AS_ROOT), ["--check"]);
    expect(check.exit, check.stderr).to.equal(0);
  });

  it("shows sudo's message if the user does not exist", async () => {
    const tasks = `
- name: As nobody
  command: id
  become: true
  become_user: nobody-here
`;
    const run = await provision(site(free, tasks));
    expect(run.exit, run.stderr).to.equal(1);
    expect(run.results("As nobody")[0]?.error?.message).to.include("unknown user nobody-here");
  });

  for (const name of ["-x", "a b", "root;id", "$(id)"]) {
    it(`rejects the user name ${JSON.stringify(name)} without calling sudo`, async () => {
      rmSync(log("free"), { force: true });
      const tasks = `- name: As them\n  command: id\n  become: true\n  become_user: ${JSON.stringify(name)}\n`;
      const run = await provision(site(free, tasks));
      expect(run.exit, run.stderr).to.equal(1);
      expect(run.results("As them")[0]?.error?.code).to.equal("run/not-a-user");
      expect(textOf(log("free"))).to.equal(undefined);
    });
  }
});

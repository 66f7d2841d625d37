import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { provision, site } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

describe("ssh/check", () => {
  let sshd: Sshd;
  let target: string;
  const at = (name: string) => join(target, name);
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());
  beforeEach(() => {
    target = sshd.scratch();
    writeFileSync(at("there"), "old\n");
    mkdirSync(at("folder"));
  });

  const project = () =>
    site(
      sshd,
      `
- name: Folder
  file: { path: "${at("new/deep")}", state: directory, mode: "0750" }
- name: In it
  copy: { dest: "${at("new/deep/file")}", content: "text\\n" }
- name: Again
  copy: { dest: "${at("new/deep/file")}", content: "text\\n" }
- name: Look
  stat: "${at("new/deep/file")}"
  register: look
- name: Replace
  copy: { dest: "${at("there")}", content: "new\\n" }
  notify: Handle
- name: Page
  template: { src: page.hbs, dest: "${at("page")}" }
- name: Gone
  file: { path: "${at("folder")}", state: absent }
- name: Under what is gone
  stat: "${at("folder/below")}"
- name: Link
  file: { path: "${at("link")}", state: link, src: there }
- name: Act
  command: touch ${at("acted")}
  register: acted
- name: Depends on it
  copy: { dest: "${at("acted.log")}", content: "{{ acted.stdout }}" }
- name: Asks for it
  command: touch ${at("asked")}
  when: acted.rc == 0
- name: Made already
  command: { cmd: touch x, creates: "${at("new/deep/file")}" }
`,
      { "templates/page.hbs": "{{ inventory_hostname }} {{#if look.exists}}sees it{{/if}}\n" },
      `handlers:\n  - name: Handle\n    command: touch ${at("handled")}\n`,
    );

  it("writes nothing at all, and reports what a run would do", async () => {
    const before = [digest(target), digest(sshd.home), digest(sshd.state)];
    const folder = project();
    const run = await provision(folder, ["--check", "--diff"]);
    expect(run.exit, run.stderr).to.equal(0);
    expect([digest(target), digest(sshd.home), digest(sshd.state)]).to.deep.equal(before);
    const statuses = ["Folder", "In it", "Again", "Look", "Replace", "Page", "Gone", "Under what is gone", "Link"].map(
      (name) => [name, run.status(name)],
    );
    expect(Object.fromEntries(statuses)).to.deep.equal({
      Folder: "changed",
      "In it": "changed",
      Again: "ok",
      Look: "ok",
      Replace: "changed",
      Page: "changed",
      Gone: "changed",
      "Under what is gone": "ok",
      Link: "changed",
    });
    expect(run.results("Look")[0]?.result).to.include({ exists: true, size: 5 });
    expect(run.results("Under what is gone")[0]?.result).to.include({ exists: false });
    for (const name of ["Act", "Depends on it", "Asks for it"]) expect(run.status(name), name).to.equal("unknown");
    expect(run.status("Made already")).to.equal("ok");
    expect(run.status("Handle")).to.equal("unknown");
  });

  it("reports with --exit-code whether anything would change", async () => {
    const folder = project();
    const check = await provision(folder, ["--check", "--exit-code"]);
    expect(check.exit, check.stderr).to.equal(4);
    const settled = site(sshd, `- copy: { dest: "${at("there")}", content: "old\\n" }\n`);
    expect((await provision(settled, ["--check", "--exit-code"])).exit).to.equal(0);
    const unknown = site(sshd, "- command: echo\n");
    expect((await provision(unknown, ["--check", "--exit-code"])).exit).to.equal(4);
  });

  it("predicts what the next run does, and the run after that changes nothing", async () => {
    const folder = project();
    const check = await provision(folder, ["--check"]);
    const run = await provision(folder);
    expect(run.exit, run.stderr).to.equal(0);
    for (const name of ["Folder", "In it", "Again", "Look", "Replace", "Page", "Gone", "Link"]) {
      expect(run.status(name), name).to.equal(check.status(name));
      expect(run.results(name)[0]?.diff, name).to.deep.equal(check.results(name)[0]?.diff);
    }
    expect(existsSync(at("handled"))).to.equal(true);
    const before = digest(target, ["acted", "asked"]);
    const again = await provision(folder);
    expect(again.recap["one"], again.stderr).to.include({ changed: 2, failed: 0 });
    expect(digest(target, ["acted", "asked"])).to.equal(before);
  });

  it("does not report a failure that an unpredictable task may prevent", async () => {
    const tasks = `
- name: Where
  command: echo ${at("later")}
  register: where
- name: Folder
  file: { path: "{{ where.stdout }}", state: directory }
- name: In it
  copy: { dest: "${at("later/file")}", content: text }
`;
    const run = await provision(site(sshd, tasks), ["--check"]);
    expect(run.exit).to.equal(0);
    expect(run.results("In it")[0]?.status).to.equal("unknown");
    const alone = `- name: In it\n  copy: { dest: "${at("later/file")}", content: text }\n`;
    expect((await provision(site(sshd, alone), ["--check"])).exit).to.equal(1);
  });

  it("runs a command whose author declares that it only reads", async () => {
    const tasks = `
- name: Reads
  command: cat ${at("there")}
  check_mode: false
  register: read
- name: Uses it
  copy: { dest: "${at("copy")}", content: "{{ read.stdout }}" }
`;
    const run = await provision(site(sshd, tasks), ["--check"]);
    expect(run.results("Reads")[0]?.result["stdout"]).to.equal("old");
    expect(run.status("Uses it")).to.equal("changed");
    expect(existsSync(at("copy"))).to.equal(false);
  });
});

/** Everything below a folder, except some names: names, types, modes, times and contents. */
function digest(folder: string, without: readonly string[] = []): string {
  if (!existsSync(folder)) return "nothing";
  const lines = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !without.includes(name))
    .sort()
    .map((name) => {
      const stat = lstatSync(join(folder, name), { bigint: true });
      const content = stat.isFile() ? readFileSync(join(folder, name), "base64") : "";
      return `${name} ${stat.mode} ${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs} ${content}`;
    });
  const top = lstatSync(folder, { bigint: true });
  return [without.length > 0 ? "" : String(top.mtimeNs), ...lines].join("\n");
}

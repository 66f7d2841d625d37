import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { inventory, left, play, project, provision, site, textOf } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

describe("handlers", () => {
  let sshd: Sshd;
  let target: string;
  const at = (name: string) => join(target, name);
  const told = () =>
    (textOf(at("log")) ?? "")
      .trim()
      .split("\n")
      .filter((line) => line !== "");
  const tell = (name: string, text: string, listen = "") =>
    `  - name: ${JSON.stringify(name)}\n    shell: echo ${text} >>${at("log")}\n${listen && `    listen: ${listen}\n`}`;
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());
  beforeEach(() => {
    target = sshd.scratch();
  });

  it("run once, in the order of their definition, when something has changed", async () => {
    const tasks = `
- copy: { dest: "${at("one")}", content: x }
  notify: [Second, First]
- copy: { dest: "${at("two")}", content: x }
  notify: First
- copy: { dest: "${at("two")}", content: x }
  notify: Never
`;
    const handlers = `handlers:\n${tell("First", "first")}${tell("Second", "second")}${tell("Never", "never")}`;
    const folder = site(sshd, tasks, {}, handlers);
    const run = await provision(folder);
    expect(run.exit, run.stderr).to.equal(0);
    expect(told()).to.deep.equal(["first", "second"]);
    await provision(folder);
    expect(told()).to.deep.equal(["first", "second"]);
    expect(left(sshd)).to.deep.equal([]);
  });

  it("all run that listen to one name", async () => {
    const tasks = `- copy: { dest: "${at("one")}", content: x }\n  notify: restart all\n`;
    const handlers = `handlers:\n${tell("A", "a", "restart all")}${tell("B", "b", "restart all")}${tell("C", "c")}`;
    const run = await provision(site(sshd, tasks, {}, handlers));
    expect(run.exit, run.stderr).to.equal(0);
    expect(told()).to.deep.equal(["a", "b"]);
    expect(left(sshd)).to.deep.equal([]);
  });

  it("that a failed run has left run in the next, though their task is ok by then", async () => {
    const tasks = `
- name: Copy
  copy: { dest: "${at("one")}", content: x }
  notify: Tell
- name: May fail
  command: test -e ${at("go")}
`;
    const folder = site(sshd, tasks, {}, `handlers:\n${tell("Tell", "told")}`);
    const failed = await provision(folder);
    expect(failed.exit).to.equal(1);
    expect(told()).to.deep.equal([]);
    expect(failed.events.find((event) => event.event === "pending_handlers")).to.deep.include({ host: "one" });
    expect(left(sshd)).to.deep.equal(["pending"]);
    writeFileSync(at("go"), "");
    const next = await provision(folder);
    expect(next.exit, next.stderr).to.equal(0);
    expect(next.status("Copy")).to.equal("ok");
    expect(told()).to.deep.equal(["told"]);
    expect(left(sshd)).to.deep.equal([]);
  });

  it("with names longer than a file's are remembered, too", async () => {
    const name = "перезапустить ".repeat(12).trim();
    const tasks = `- copy: { dest: "${at("one")}", content: x }\n  notify: ${name}\n- command: test -e ${at("go")}\n`;
    const folder = site(sshd, tasks, {}, `handlers:\n${tell(name, "told")}`);
    expect((await provision(folder)).exit).to.equal(1);
    expect(textOf(at("one"))).to.equal("x");
    writeFileSync(at("go"), "");
    expect((await provision(folder)).exit).to.equal(0);
    expect(told()).to.deep.equal(["told"]);
    expect(left(sshd)).to.deep.equal([]);
  });

  it("are not left behind by a task that in the end has changed nothing", async () => {
    const tasks = `
- name: Not changed
  command: echo
  changed_when: false
  notify: Tell
- name: Ignored
  command: "false"
  ignore_errors: true
  notify: Tell
`;
    const folder = site(sshd, tasks, {}, `handlers:\n${tell("Tell", "told")}`);
    expect((await provision(folder)).exit).to.equal(0);
    expect((await provision(folder)).exit).to.equal(0);
    expect(told()).to.deep.equal([]);
    expect(left(sshd)).to.deep.equal([]);
  });

  it("of one play are not run by another", async () => {
    const failing = play(
      `- copy: { dest: "${at("one")}", content: x }\n  notify: Tell\n- command: "false"\n`,
      `handlers:\n${tell("Tell", "told")}`,
    );
    const folder = site(sshd, "- command: echo", { "failing.yaml": failing }, `handlers:\n${tell("Tell", "other")}`);
    writeFileSync(join(folder, "other.yaml"), (textOf(join(folder, "site.yaml")) ?? "").replace("Test", "Other"));
    writeFileSync(join(folder, "site.yaml"), failing);
    expect((await provision(folder)).exit).to.equal(1);
    writeFileSync(join(folder, "site.yaml"), textOf(join(folder, "other.yaml")) ?? "");
    expect((await provision(folder)).exit).to.equal(0);
    expect(told()).to.deep.equal([]);
    writeFileSync(join(folder, "site.yaml"), failing.replace('"false"', '"true"'));
    expect((await provision(folder)).exit).to.equal(0);
    expect(told()).to.deep.equal(["told"]);
  });

  it("wait on each host of their own", async () => {
    const tasks = `
- copy: { dest: "${target}/{{ inventory_hostname }}", content: x }
  notify: Tell
  when: inventory_hostname == "a"
`;
    const handlers = `handlers:\n  - name: Tell\n    shell: echo {{ inventory_hostname }} >>${at("log")}\n`;
    const other = await startSshd();
    try {
      const hosts = inventory({ a: { sshd }, b: { sshd: other } });
      const run = await provision(project({ "inventory.yaml": hosts, "site.yaml": play(tasks, handlers) }));
      expect(run.exit, run.stderr).to.equal(0);
      expect(told()).to.deep.equal(["a"]);
    } finally {
      await other.stop();
    }
  });
});

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, inventory, leftovers, play, project, provision, site, start, textOf } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

describe("ssh/handlers", () => {
  let sshd: Sshd;
  let target: string;
  const at = (name: string) => join(target, name);
  const logged = () =>
    (textOf(at("log")) ?? "")
      .trim()
      .split("\n")
      .filter((line) => line !== "");
  const handler = (name: string, text: string, listen = "") =>
    `  - name: ${JSON.stringify(name)}\n    shell: echo ${text} >>${at("log")}\n${listen && `    listen: ${listen}\n`}`;
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());
  beforeEach(() => {
    target = sshd.scratch();
  });

  it("runs each notified handler once, in order of definition, only after a change", async () => {
    const tasks = `
- copy: { dest: "${at("one")}", content: x }
  notify: [Second, First]
- copy: { dest: "${at("two")}", content: x }
  notify: First
- copy: { dest: "${at("two")}", content: x }
  notify: Never
`;
    const handlers = `handlers:\n${handler("First", "first")}${handler("Second", "second")}${handler("Never", "never")}`;
    const folder = site(sshd, tasks, {}, handlers);
    const run = await provision(folder);
    expect(run.exit, run.stderr).to.equal(0);
    expect(logged()).to.deep.equal(["first", "second"]);
    await provision(folder);
    expect(logged()).to.deep.equal(["first", "second"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("runs every handler that listens to the notified name", async () => {
    const tasks = `- copy: { dest: "${at("one")}", content: x }\n  notify: restart all\n`;
    const handlers = `handlers:\n${handler("A", "a", "restart all")}${handler("B", "b", "restart all")}${handler("C", "c")}`;
    const run = await provision(site(sshd, tasks, {}, handlers));
    expect(run.exit, run.stderr).to.equal(0);
    expect(logged()).to.deep.equal(["a", "b"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("runs the pending handlers of a failed run in the next one, although their task is ok", async () => {
    const tasks = `
- name: Copy
  copy: { dest: "${at("one")}", content: x }
  notify: Log
- name: May fail
  command: test -e ${at("go")}
`;
    const folder = site(sshd, tasks, {}, `handlers:\n${handler("Log", "logged")}`);
    const failed = await provision(folder);
    expect(failed.exit).to.equal(1);
    expect(logged()).to.deep.equal([]);
    expect(failed.events.find((event) => event.event === "pending_handlers")).to.deep.include({ host: "one" });
    expect(leftovers(sshd)).to.deep.equal(["pending"]);
    writeFileSync(at("go"), "");
    const next = await provision(folder);
    expect(next.exit, next.stderr).to.equal(0);
    expect(next.status("Copy")).to.equal("ok");
    expect(logged()).to.deep.equal(["logged"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("runs what a killed run's task had notified before it made its change, and says which run that was", async () => {
    const [changed, end] = [at("changed"), at("end")];
    const tasks = `
- name: Change
  shell: "touch ${changed}; until [ -e ${end} ]; do sleep 0.05; done"
  when: not_done
  notify: Log
`;
    const folder = site(sshd, tasks, {}, `vars: { not_done: true }\nhandlers:\n${handler("Log", "logged")}`);
    const running = start(folder);
    await eventually("the change is made", () => existsSync(changed));
    running.child.kill("SIGKILL");
    await running.done;
    writeFileSync(end, "");
    const next = await provision(folder, ["-e", '{"not_done": false}']);
    expect(next.exit, next.stderr).to.equal(0);
    expect(next.status("Change")).to.equal("skipped");
    expect(next.results("Log")[0]?.left_from).to.match(/^the run of .+ at .+, started \d{4}-/);
    expect(logged()).to.deep.equal(["logged"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("remembers handlers with names longer than a file name can be", async () => {
    const name = "перезапустить ".repeat(12).trim();
    const tasks = `- copy: { dest: "${at("one")}", content: x }\n  notify: ${name}\n- command: test -e ${at("go")}\n`;
    const folder = site(sshd, tasks, {}, `handlers:\n${handler(name, "logged")}`);
    expect((await provision(folder)).exit).to.equal(1);
    expect(textOf(at("one"))).to.equal("x");
    writeFileSync(at("go"), "");
    expect((await provision(folder)).exit).to.equal(0);
    expect(logged()).to.deep.equal(["logged"]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("leaves no pending handler of a task that reports no change", async () => {
    const tasks = `
- name: Not changed
  command: echo
  changed_when: false
  notify: Log
- name: Ignored
  command: "false"
  ignore_errors: true
  notify: Log
`;
    const folder = site(sshd, tasks, {}, `handlers:\n${handler("Log", "logged")}`);
    expect((await provision(folder)).exit).to.equal(0);
    expect((await provision(folder)).exit).to.equal(0);
    expect(logged()).to.deep.equal([]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("does not run a pending handler of another play", async () => {
    const failing = play(
      `- copy: { dest: "${at("one")}", content: x }\n  notify: Log\n- command: "false"\n`,
      `handlers:\n${handler("Log", "logged")}`,
    );
    const folder = site(sshd, "- command: echo", { "failing.yaml": failing }, `handlers:\n${handler("Log", "other")}`);
    writeFileSync(join(folder, "other.yaml"), (textOf(join(folder, "site.yaml")) ?? "").replace("Test", "Other"));
    writeFileSync(join(folder, "site.yaml"), failing);
    expect((await provision(folder)).exit).to.equal(1);
    writeFileSync(join(folder, "site.yaml"), textOf(join(folder, "other.yaml")) ?? "");
    expect((await provision(folder)).exit).to.equal(0);
    expect(logged()).to.deep.equal([]);
    writeFileSync(join(folder, "site.yaml"), failing.replace('"false"', '"true"'));
    expect((await provision(folder)).exit).to.equal(0);
    expect(logged()).to.deep.equal(["logged"]);
  });

  it("runs a handler only on the hosts that were changed", async () => {
    const tasks = `
- copy: { dest: "${target}/{{ inventory_hostname }}", content: x }
  notify: Log
  when: inventory_hostname == "a"
`;
    const handlers = `handlers:\n  - name: Log\n    shell: echo {{ inventory_hostname }} >>${at("log")}\n`;
    const other = await startSshd();
    try {
      const hosts = inventory({ a: { sshd }, b: { sshd: other } });
      const run = await provision(project({ "inventory.yaml": hosts, "site.yaml": play(tasks, handlers) }));
      expect(run.exit, run.stderr).to.equal(0);
      expect(logged()).to.deep.equal(["a"]);
    } finally {
      await other.stop();
    }
  });
});

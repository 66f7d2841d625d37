import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { inventory, play, project, provision, site, type Run } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

describe("ssh/tasks", () => {
  let sshds: Sshd[];
  let target: string;
  const at = (name: string) => join(target, name);
  before(async () => {
    sshds = await Promise.all([startSshd(), startSshd(), startSshd()]);
  });
  after(() => Promise.all(sshds.map((sshd) => sshd.stop())));
  beforeEach(() => {
    target = first().scratch();
  });

  function first(): Sshd {
    const [sshd] = sshds;
    if (!sshd) throw new Error("no server was started");
    return sshd;
  }

  const hosts = () => inventory(Object.fromEntries(sshds.map((sshd, index) => [`h${index + 1}`, { sshd }])));
  const onThree = (text: string) => project({ "inventory.yaml": hosts(), "site.yaml": text });
  const statuses = (run: Run) =>
    Object.fromEntries(
      run.events.flatMap((event) => (event.event === "task_result" ? [[event.task, event.status] as const] : [])),
    );

  it("honours when, loop, until, changed_when, failed_when and environment", async () => {
    const tasks = `
- name: Get
  command: echo found
  register: got
- name: Skipped
  command: touch ${at("skipped")}
  when: got.stdout != "found"
- name: All of these
  command: echo both
  when: [got.rc == 0, got.stdout.contains("ou"), "got.changed"]
- name: Loop
  command: echo {{ item.name }}
  loop: [{ name: a }, { name: b }]
  register: looped
- name: Looped
  assert:
    that:
      - looped.results.map(r, r.stdout) == ["a", "b"]
- name: Other name
  command: echo {{ thing }}
  loop: !cel looped.results.map(r, r.stdout).filter(s, s.startsWith("a"))
  loop_control: { loop_var: thing }
  register: other
- name: Until
  shell: "echo x >>${at("tries")}; wc -l <${at("tries")}"
  register: tried
  until: tried.stdout == "3"
  retries: 5
  delay: 0
- name: Not changed
  command: echo
  changed_when: false
- name: Fails by failed_when
  command: echo error in it
  register: worded
  failed_when: worded.stdout.contains("error")
  ignore_errors: true
- name: Does not fail by failed_when
  command: "false"
  register: rc
  failed_when: rc.rc > 1
- name: With environment
  shell: echo "$GREETING"
  environment: { GREETING: "it's {{ got.stdout }}" }
  register: greeted
- name: End
  assert:
    that:
      - size(other.results) == 1 && other.results[0].stdout == "a"
      - worded.failed && !rc.failed
      - greeted.stdout == "it's found"
`;
    const run = await provision(site(first(), tasks));
    expect(run.exit, run.stderr).to.equal(0);
    expect(statuses(run)).to.deep.include({
      Skipped: "skipped",
      "All of these": "changed",
      Until: "changed",
      "Not changed": "ok",
      "Fails by failed_when": "failed",
      "Does not fail by failed_when": "changed",
      End: "ok",
    });
    expect(run.results("Fails by failed_when")[0]?.ignored).to.equal(true);
    expect(existsSync(at("skipped"))).to.equal(false);
  });

  it("runs all items of a loop although one fails, and then fails the task", async () => {
    const tasks = `
- name: Loop
  command: test {{ item }} != b
  loop: [a, b, c]
- name: Next
  command: echo
`;
    const run = await provision(site(first(), tasks));
    expect(run.exit).to.equal(1);
    expect(run.results("Loop").map(({ status }) => status)).to.deep.equal(["changed", "failed", "changed"]);
    expect(run.results("Next")).to.deep.equal([]);
    expect(run.recap["one"]).to.include({ failed: 1 });
  });

  it("reports the warnings of a failed task", async () => {
    const args = { largest_of: [{ host: "two", memory_mib: 1_000_000_000 }], commands: ["no-such-command"] };
    const run = await provision(site(first(), JSON.stringify([{ name: "Look", host_check: args }])));
    expect(run.results("Look")[0]?.error?.code).to.equal("modules/host-unfit");
    const warning = run.events.find((event) => event.event === "warning");
    expect(warning?.event === "warning" && warning.message, run.stderr).to.include("less than two");
  });

  it("fails after the given number of retries and shows the last values", async () => {
    const tasks = `- name: Until\n  shell: echo x >>${at("tries")}; wc -l <${at("tries")}\n  register: printed\n  until: printed.stdout == "9"\n  retries: 2\n  delay: 0\n`;
    const run = await provision(site(first(), tasks));
    expect(run.exit).to.equal(1);
    expect(run.results("Until")[0]?.error).to.deep.include({ code: "run/until", details: ['printed.stdout: "3"'] });
  });

  it("tries again after a failure without the fields that until uses", async () => {
    const look = `test -e ${at("there")} && echo '{}' || { touch ${at("there")}; exit 3; }`;
    const tasks = `- name: Wait\n  shell: "${look}"\n  register: printed\n  until: printed.rc == 0 && has(printed.stdout)\n  delay: 0\n`;
    const refusedTask = `- name: Refused\n  uri: { url: "http://127.0.0.1:1/" }\n  register: page\n  until: page.json.ready\n  retries: 2\n  delay: 0\n`;
    const run = await provision(site(first(), tasks + refusedTask));
    expect(run.results("Wait")[0]?.status).to.equal("changed");
    expect(run.results("Refused")[0]?.error?.code).to.match(/^services\/http-/);
  });

  it("tries again in check mode if the task only reads and no change is pending", async () => {
    const look = `echo x >>${at("looks")}; grep -c x ${at("looks")}`;
    const tasks = `- name: Look\n  shell: "${look}"\n  register: printed\n  until: printed.stdout == "3"\n  check_mode: false\n  delay: 0\n`;
    const run = await provision(site(first(), tasks), ["--check"]);
    expect(run.results("Look")[0]?.status).to.equal("ok");
  });

  it("selects tasks by tags", async () => {
    const tasks = ["one", "two", "always", "never"]
      .map((tag) => `- name: ${tag}\n  command: touch ${target}/${tag}\n  tags: [${tag}]\n`)
      .join("");
    const folder = site(first(), tasks);
    await provision(folder, ["--tags", "one"]);
    expect(readdirSync(target).sort()).to.deep.equal(["always", "one"]);
    await provision(folder, ["--skip-tags", "one,always"]);
    expect(readdirSync(target).sort()).to.deep.equal(["always", "one", "two"]);
    await provision(folder, ["--tags", "never"]);
    expect(readdirSync(target).sort()).to.deep.equal(["always", "never", "one", "two"]);
  });

  it("continues on other hosts after a failure, and only on hosts of --limit", async () => {
    const text = play(`- name: Some\n  command: test {{ inventory_hostname }} != h2\n- name: Next\n  command: echo\n`);
    const run = await provision(onThree(text));
    expect(run.exit).to.equal(1);
    expect(
      run
        .results("Next")
        .map(({ host }) => host)
        .sort(),
    ).to.deep.equal(["h1", "h3"]);
    const limited = await provision(onThree(text), ["--limit", "h1:h3", "--forks", "1"]);
    expect(limited.exit, limited.stderr).to.equal(0);
    expect(Object.keys(limited.recap).sort()).to.deep.equal(["h1", "h3"]);
    expect((await provision(onThree(text), ["--limit", ""])).exit).to.equal(2);
  });

  it("runs batch by batch, and stops after a batch that failed completely", async () => {
    const tasks = `- name: Touch\n  shell: ls ${target} >${target}/{{ inventory_hostname }}; test ! -e ${target}/fail-{{ inventory_hostname }}\n`;
    const folder = onThree(play(tasks, "serial: 1"));
    const run = await provision(folder);
    expect(run.exit, run.stderr).to.equal(0);
    const order = run.events.flatMap((event) => (event.event === "play_start" ? [event.hosts] : []));
    expect(order).to.deep.equal([["h1"], ["h2"], ["h3"]]);
    writeFileSync(at("fail-h2"), "");
    const failed = await provision(folder);
    expect(failed.exit).to.equal(1);
    expect(failed.results("Touch").map(({ host }) => host)).to.deep.equal(["h1", "h2"]);
    const warning = failed.events.find((event) => event.event === "warning");
    expect(warning).to.deep.include({ code: "run/batch-failed" });
  });

  it("stops all hosts after the first failure with any_errors_fatal", async () => {
    const plays =
      play("- name: Some\n  command: test {{ inventory_hostname }} != h2\n", "any_errors_fatal: true") +
      play("- name: Later\n  command: echo\n").replace("Test", "Later");
    const run = await provision(onThree(plays));
    expect(run.exit).to.equal(1);
    expect(run.results("Some")).to.have.length(3);
    expect(run.results("Later")).to.deep.equal([]);
  });
});

import { join } from "node:path";
import { expect } from "chai";
import { eventually, leftovers, provision, site, textOf } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

const ESCAPES = "\\033]0;title\\007\\033[31mred\\033[0m\\033[2J\\235\\302\\233";

describe("ssh/output", () => {
  let sshd: Sshd;
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());

  it("keeps both ends of 50 MB of output without exhausting memory", async () => {
    const file = join(sshd.scratch(), "peak");
    const tasks = `
- name: Much
  shell: "echo first; yes 'a line of 25 characters.' | head -c 50000000; echo last; yes error | head -c 50000000 >&2"
- name: Much that is only read
  shell: "echo first; yes 'a line of 25 characters.' | head -c 50000000; echo last"
  check_mode: false
`;
    const peak = `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`;
    const folder = site(sshd, tasks, { "home/peak.cjs": peak });
    const run = await provision(folder, [], { env: { NODE_OPTIONS: `--require=${join(folder, "home/peak.cjs")}` } });
    expect(run.exit, run.stderr).to.equal(0);
    for (const name of ["Much", "Much that is only read"]) {
      const stdout = String(run.results(name)[0]?.result["stdout"]);
      expect(stdout.startsWith("first\n"), name).to.equal(true);
      expect(stdout.endsWith("last"), name).to.equal(true);
      expect(stdout.length, name).to.be.lessThan(3_000_000);
      expect(stdout, name).to.match(/\n\[\d+ bytes left out\]\n/);
    }
    // Kibibytes.
    expect(Number(textOf(file)))
      .to.be.greaterThan(0)
      .and.lessThan(400 * 1024);
  });

  it("writes no NUL byte, invalid UTF-8 or escape sequence of a command to the terminal", async () => {
    const tasks = `
- name: Unusual
  shell: printf 'a\\000b\\377\\376${ESCAPES}'; printf '${ESCAPES}\\000' >&2
- name: Unusual and read
  shell: printf 'a\\000b\\377${ESCAPES}'
  check_mode: false
- name: Fails
  shell: printf '${ESCAPES}\\000'; printf '${ESCAPES}' >&2; exit 1
  ignore_errors: true
`;
    const run = await provision(site(sshd, tasks), ["-v", "--diff"]);
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("Unusual")[0]?.result["stdout"]).to.match(/^a\0b/);
    expect(run.stdout + run.stderr).not.to.match(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
  });

  it("keeps the output of a background program out of later results", async () => {
    const folder = sshd.scratch();
    const daemon = `
- name: Daemon
  shell: "(while [ ! -e ${folder}/end ]; do echo noise; echo noise >&2; sleep 0.01; done; touch ${folder}/ended) & touch ${folder}/begun"
- name: Quiet
  shell: "sleep 0.2; echo quiet"
- name: Read
  shell: "sleep 0.1; echo read"
  check_mode: false
- name: End
  command: touch ${folder}/end
`;
    const run = await provision(site(sshd, daemon));
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("Quiet")[0]?.result).to.include({ stdout: "quiet", stderr: "" });
    expect(run.results("Read")[0]?.result).to.include({ stdout: "read", stderr: "" });
    await eventually(
      "the daemon has run until its end was requested",
      () => textOf(join(folder, "ended")) !== undefined,
    );
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("never evaluates output as a template or an expression, however often it is passed on", async () => {
    const folder = sshd.scratch();
    const injected = "{{ 1 }} {{secret}} {{{x}}} {{#if a}}{{/if}} ${1+1} $(id) `id` !cel 1 + 1";
    const tasks = `
- name: Write
  copy: { dest: "${folder}/input", content: !raw ${JSON.stringify(injected)} }
- name: Get
  command: cat ${folder}/input
  register: got
- name: Keep
  set_fact: { kept: "{{ got.stdout }}" }
- name: Again
  command: { argv: [printf, "%s", "{{ kept }}"] }
  register: again
- name: Embedded
  copy: { dest: "${folder}/embedded", content: "<{{ again.stdout }}>" }
- name: Template
  template: { src: page.hbs, dest: "${folder}/page" }
- name: Looped
  command: { argv: [printf, "%s", "{{ item }}"] }
  loop: "{{ got.stdout_lines }}"
- name: Condition
  command: echo equal
  when: again.stdout == kept && kept.contains("!cel 1 + 1")
`;
    const run = await provision(site(sshd, tasks, { "templates/page.hbs": "({{ kept }})" }));
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.results("Again")[0]?.result["stdout"]).to.equal(injected);
    expect(textOf(join(folder, "embedded"))).to.equal(`<${injected}>`);
    expect(textOf(join(folder, "page"))).to.equal(`(${injected})`);
    expect(run.results("Looped")[0]?.result["stdout"]).to.equal(injected);
    expect(run.status("Condition")).to.equal("changed");
  });

  it("shows nothing of the output of a task with no_log", async () => {
    const tasks = `
- name: Hidden
  shell: "echo hush-hush; echo hush-hush >&2; exit 1"
  no_log: true
  ignore_errors: true
- name: Looped
  command: echo {{ item }}
  loop: [hush-hush-too]
  no_log: true
`;
    const run = await provision(site(sshd, tasks), ["-vvv", "--diff"]);
    expect(run.exit, run.stderr).to.equal(0);
    expect(run.status("Hidden")).to.equal("failed");
    expect(run.stdout + run.stderr).not.to.include("hush-hush");
  });

  it("shows the exit status and the end of both outputs of a failed command", async () => {
    const run = await provision(site(sshd, `- name: Fails\n  shell: "echo out-of-it; echo err-of-it >&2; exit 7"`));
    expect(run.exit).to.equal(1);
    const { error } = run.results("Fails")[0] ?? {};
    expect(error?.message).to.include("7");
    expect(error?.details?.join("\n")).to.include("out-of-it").and.include("err-of-it");
    expect(run.stderr).to.include("site.yaml:6").and.include("out-of-it");
  });
});

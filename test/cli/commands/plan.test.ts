import { expect } from "chai";
import { chmod, stat } from "node:fs/promises";
import path from "node:path";
import { onThisMachine } from "../on-this-machine.ts";
import { withProject, type Ran, type TestProject } from "../test-project.ts";

const INVENTORY = "all: { hosts: { here: { connection: local } } }\n";

/** The tasks write into the folder `out` of the project. */
const SITE = `
- name: Play
  hosts: all
  gather_facts: false
  tasks:
    - { name: Folder, file: { path: "{{ out }}", state: directory, mode: "0755" } }
    - name: Copy
      copy: { dest: "{{ out }}/{{ item }}", content: "{{ item }} hunter2222", mode: "0600" }
      loop: [a, b]
      no_log: true
      notify: Reload
    - { name: Command, command: { argv: [cp, "{{ out }}/a", "{{ out }}/c"] }, register: done }
    - { name: After, copy: { dest: "{{ out }}/d", content: x }, when: done.rc == 0 }
  handlers:
    - { name: Reload, copy: { dest: "{{ out }}/e", content: x } }
`;

interface Planned extends TestProject {
  readonly provision: (command: string, ...argv: string[]) => Promise<Ran>;
  readonly written: () => Promise<string[]>;
}

function planned(use: (project: Planned) => Promise<void>, site = SITE) {
  return withProject(async (project) => {
    const { folder, home, files, write } = project;
    const run: TestProject["run"] = (argv, changes) => project.run(argv, { ...onThisMachine(home), ...changes });
    await write("inventory.yaml", INVENTORY);
    await write("site.yaml", site);
    const out = path.join(folder, "out");
    const provision = (command: string, ...argv: string[]) => run([command, ...argv, "-e", `out=${out}`]);
    const written = () => files(out).catch(() => []);
    await use({ ...project, run, provision, written });
  });
}

function text({ out, err }: Ran): string {
  return out + err;
}

describe("cli/commands: plan and apply", function () {
  this.timeout(20_000);

  it("makes exactly the changes that were saved, also those of unknown tasks", () =>
    planned(async ({ provision, written, folder }) => {
      const saved = await provision("plan", "site.yaml", "-o", "p.json", "--exit-code");
      expect(saved.exit, text(saved)).to.equal(4);
      expect(saved.out).to.include("The plan is in p.json: 4 would change, 2 unknown.");
      expect(await written()).to.deep.equal([]);
      expect((await stat(path.join(folder, "p.json"))).mode & 0o777).to.equal(0o600);
      const applied = await provision("apply", "p.json");
      expect(applied.exit, text(applied)).to.equal(0);
      expect(await written()).to.deep.equal(["a", "b", "c", "d", "e"]);
    }));

  it("keeps no value in the file, and nothing of what no_log hides", () =>
    planned(async ({ provision, read }) => {
      await provision("plan", "site.yaml", "-o", "p.json", "-e", "token=sesame-open");
      const plan = await read("p.json");
      expect(plan).to.include('"task": "Copy"').and.to.include('"status": "unknown"');
      for (const hidden of ["hunter2222", "out/a", "sesame", '"item": "a"']) expect(plan).to.not.include(hidden);
    }));

  it("refuses all of it if a host has changed, and names what moved", () =>
    planned(async ({ provision, write, written }) => {
      await provision("plan", "site.yaml", "-o", "p.json");
      await write("out/d", "x");
      const applied = await provision("apply", "p.json");
      expect(applied.exit).to.equal(1);
      expect(text(applied)).to.match(
        /Nothing was changed, because a task is not as in the plan: .*here: Folder \(site\.yaml:6:/,
      );
      expect(await written()).to.deep.equal(["d"]);
    }));

  it("refuses a change of something that is different now, even where no_log hides what", () =>
    planned(async ({ provision, write, read }) => {
      await write("out/a", "old");
      await provision("plan", "site.yaml", "-o", "p.json");
      await write("out/a", "other");
      const applied = await provision("apply", "p.json");
      expect(applied.exit).to.equal(1);
      expect(text(applied)).to.match(
        /it would make another change, or find something else before it\. here: Copy \(site/,
      );
      expect(await read("out/a")).to.equal("other");
    }));

  it("refuses a plan that has been carried out before", () =>
    planned(async ({ provision }) => {
      await provision("plan", "site.yaml", "-o", "p.json");
      await provision("apply", "p.json");
      const again = await provision("apply", "p.json");
      expect([again.exit, text(again)]).to.satisfy(
        ([exit, said]: [number, string]) => exit === 1 && said.includes("it would change nothing any more"),
      );
    }));

  it("refuses changes that appear only during the run", () =>
    planned(
      async ({ provision, written }) => {
        await provision("plan", "site.yaml", "-o", "p.json");
        const applied = await provision("apply", "p.json");
        expect(applied.exit).to.equal(1);
        expect(text(applied)).to.match(/The plan has no change by this task, so it was not made: .*\/b: write/);
        expect(await written()).to.deep.equal(["a"]);
      },
      `
- hosts: all
  tasks:
    - { file: { path: "{{ out }}", state: directory } }
    - { copy: { dest: "{{ out }}/a", content: x } }
    - { copy: { dest: "{{ out }}/b", content: x }, when: "!check_mode" }
    - { copy: { dest: "{{ out }}/c", content: x } }
`,
    ));

  it("approves only the command that was known, if its effect is unknown", () =>
    planned(
      async ({ provision, written }) => {
        await provision("plan", "site.yaml", "-o", "p.json");
        const applied = await provision("apply", "p.json");
        expect(applied.exit).to.equal(1);
        expect(text(applied)).to.match(/The plan has other changes by this task, so it was not made/);
        expect(await written()).to.deep.equal([]);
      },
      `
- hosts: all
  tasks:
    - shell: "mkdir {{ out }}; echo {{ check_mode }}"
`,
    ));

  const edits: readonly (readonly [string, (text: string) => string, string])[] = [
    ["tampered", (plan) => plan.replace('"unknown"', '"changed"'), "has been changed since it was made"],
    ["truncated", (plan) => plan.slice(0, plan.length / 2), "it is not whole JSON"],
    ["foreign", () => '{"format": 1}', "`provision plan` has not written it"],
    ["empty", () => "", "it is not whole JSON"],
    ["a newer format", (plan) => plan.replace('"provision_plan": 1', '"provision_plan": 2'), "format 2"],
    ["another user's", (plan) => plan.replace(/"key": "\w+"/, '"key": "0"'), "was made with another key"],
  ];
  for (const [title, edit, message] of edits) {
    it(`rejects a plan that is ${title} with one error`, () =>
      planned(async ({ provision, read, write, written }) => {
        await provision("plan", "site.yaml", "-o", "p.json");
        await write("p.json", edit(await read("p.json")));
        const applied = await provision("apply", "p.json");
        expect(applied.exit).to.equal(2);
        expect(text(applied)).to.include(message);
        expect(text(applied).match(/ERROR/g)).to.have.lengthOf(1);
        expect(await written()).to.deep.equal([]);
      }));
  }

  it("rejects another project or other variables, by name", () =>
    planned(async ({ provision, write }) => {
      await write("files/data", "one");
      await provision("plan", "site.yaml", "-o", "p.json", "-e", "token=a");
      await write("files/data", "two");
      const applied = await provision("apply", "p.json", "-e", "token=b");
      expect(applied.exit).to.equal(2);
      expect(text(applied)).to.include("These files differ: files/data.").and.to.include("These differ: token.");
    }));

  it("shares plans between machines with a key of the environment", () =>
    planned(async ({ run, write, folder }) => {
      const env = { PROVISION_PLAN_KEY: "k".repeat(32) };
      const flags = ["-e", `out=${path.join(folder, "out")}`];
      expect((await run(["plan", "site.yaml", "-o", "p.json", ...flags], { env })).exit).to.equal(0);
      expect((await run(["apply", "p.json", ...flags], { env: { PROVISION_PLAN_KEY: "l".repeat(32) } })).exit).to.equal(
        2,
      );
      expect((await run(["apply", "p.json", ...flags], { env })).exit).to.equal(0);
      expect(text(await run(["apply", "p.json"], { env: { PROVISION_PLAN_KEY: "short" } }))).to.include(
        "fewer than 32",
      );
      await write("p.json", "");
    }));

  it("writes no plan if the check fails or an include is unknown", () =>
    planned(
      async ({ provision, write, files, folder }) => {
        await write("more.yaml", "- debug: { msg: x }\n");
        const include = await provision("plan", "site.yaml", "-o", "p.json");
        expect([include.exit, include.err]).to.satisfy(
          ([exit, said]: [number, string]) => exit === 1 && said.includes("What an include would run is not known"),
        );
        await write("site.yaml", "- { hosts: all, tasks: [{ assert: { that: 1 == 2 } }] }\n");
        const failed = await provision("plan", "site.yaml", "-o", "p.json");
        expect([failed.exit, failed.err]).to.satisfy(
          ([exit, said]: [number, string]) => exit === 1 && said.includes("The check was not whole"),
        );
        expect(await files(folder)).to.not.include("p.json");
      },
      `
- hosts: all
  tasks:
    - { command: "true", register: done }
    - { include_tasks: more.yaml, loop: "{{ done.stdout_lines }}" }
`,
    ));

  const wrong: readonly (readonly [readonly string[], string])[] = [
    [["plan", "site.yaml"], "needs to know where to write the plan"],
    [["plan", "-o", "p.json"], "No playbook is given"],
    [["plan", "site.yaml", "-o", "none/p.json"], "there is no folder"],
    [["plan", "site.yaml", "-o", "p.json", "--limit", "@failed"], "cannot be limited to @failed"],
    [["plan", "site.yaml", "-o", "p.json", "--resume"], "--resume"],
    [["apply", "p.json"], "there is no such file"],
    [["apply", "p.json", "--limit", "here"], "--limit"],
    [["apply"], "missing"],
  ];
  for (const [argv, message] of wrong) {
    it(`rejects ${argv.join(" ")}`, () =>
      planned(async ({ run }) => {
        const ran = await run(argv);
        expect(ran.exit).to.equal(2);
        expect(text(ran)).to.include(message);
      }));
  }

  it("does not use a key that others can read", () =>
    planned(async ({ provision, home }) => {
      await provision("plan", "site.yaml", "-o", "p.json");
      await chmod(path.join(home, ".local/state/provision/plan-key"), 0o644);
      expect(text(await provision("apply", "p.json"))).to.include("it is not a key of your own");
    }));
});

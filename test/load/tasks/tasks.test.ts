import { expect } from "chai";
import { loaded, loadFiles, reported } from "../temporary-project.ts";

const task = (text: string) =>
  `- hosts: all\n  tasks:\n${text}\n  handlers:\n    - { name: restart, listen: [web], debug: { msg: x } }\n`;
const faultsOf = async (text: string) => reported(await loadFiles({ "site.yaml": task(text) }));

async function first(text: string) {
  const [play] = loaded(await loadFiles({ "site.yaml": task(text) })).project.playbooks[0]?.plays ?? [];
  const [found] = play?.tasks ?? [];
  if (!found) throw new Error("no task");
  return found;
}

describe("load/tasks", () => {
  it("accepts a list as a module's main argument", async () => {
    const { args } = await first("    - assert: [1 == 1, 2 == 2]");
    expect(args.entries.get("that")?.value).to.include({ kind: "list" });
  });

  it("assigns a list to the alternative of the main argument", async () => {
    const { args } = await first("    - command: [tail, --version]");
    expect([...args.entries.keys()]).to.deep.equal(["argv"]);
  });

  it("accepts a single condition as a list", async () => {
    const { args } = await first("    - assert: { that: 1 == 1 }");
    const that = args.entries.get("that")?.value;
    expect(that?.kind === "list" && that.items.map(({ kind }) => kind)).to.deep.equal(["cel"]);
  });

  it("reads conditions from strings, lists and booleans", async () => {
    const read = await first(
      "    - command: x\n      when: [1 < 2, true]\n      changed_when: false\n      failed_when: !cel 1 > 2",
    );
    expect(read.when.map(({ text }) => text)).to.deep.equal(["1 < 2", "true"]);
    expect(read.changedWhen?.map(({ text }) => text)).to.deep.equal(["false"]);
    expect(read.failedWhen?.map(({ text }) => text)).to.deep.equal(["1 > 2"]);
  });

  it("does not also miss a handler that is wrong itself, or a file whose name is a wrong template", async () => {
    const site = [
      "- hosts: all",
      "  tasks:",
      "    - { command: x, notify: [Restart, both, Gone] }",
      "    - { template: { src: \"{{ a | default('x') }}\", dest: /x } }",
      "  handlers:",
      "    - { name: Restart, listen: both, template: name=web }",
    ].join("\n");
    const faults = reported(await loadFiles({ "site.yaml": site }));
    expect(faults.map((fault) => fault.split(" ")[1])).to.have.members([
      "load/unknown-handler",
      "language/template-syntax",
      "load/arguments-wanted",
    ]);
  });

  it("says how to get a file that is named by a URL", async () => {
    const outcome = await loadFiles({
      "site.yaml": task("    - copy: { src: 'https://example.org/a.tar', dest: /x }"),
    });
    const hints = outcome.ok ? [] : outcome.faults.map(({ hint }) => hint);
    expect(hints).to.deep.equal([
      "Fetch it with `get_url` in a task before, and write the path where that puts it, with `remote_src: true`.",
    ]);
  });

  it("fills in defaults", async () => {
    expect(await first("    - command: x")).to.deep.include({
      loop: undefined,
      loopControl: {
        loopVar: "item",
        indexVar: undefined,
        label: undefined,
        pause: undefined,
        breakWhen: [],
      },
      register: undefined,
      tags: [],
      ignoreErrors: undefined,
      noLog: [],
      checkMode: undefined,
      failedWhen: undefined,
    });
  });

  it("finds a handler by its name and by the names that it listens to", async () => {
    expect(await faultsOf("    - command: x\n      notify: [restart, web, wbe]")).to.deep.equal([
      "site.yaml:4:30 load/unknown-handler",
    ]);
  });

  it("rejects invalid names of environment variables", async () => {
    expect(await faultsOf("    - command: x\n      environment: { PATH: /bin, web-port: 80, -p: x }")).to.deep.equal([
      "site.yaml:4:34 load/bad-name",
      "site.yaml:4:48 load/bad-name",
    ]);
  });

  it("does not look for files with computed names", async () => {
    const { sources } = await first(
      '    - copy: { src: "{{ inventory_hostname }}", dest: "/{{ inventory_hostname }}", force: !cel 1 == 1 }',
    );
    expect(sources.size).to.equal(0);
  });

  it("reads !raw literally", async () => {
    const { args } = await first('    - debug: { msg: !raw "{{.Names}}" }');
    expect(args.entries.get("msg")?.value).to.include({ kind: "literal", value: "{{.Names}}" });
  });

  it("reports a misspelt module once, without its consequences", async () => {
    expect(
      await faultsOf("    - coppy: { scr: x }\n      register: done\n    - debug: { var: !cel done }"),
    ).to.deep.equal(["site.yaml:3:7 load/unknown-module"]);
  });

  it("reports a misspelt keyword with a module and without one", async () => {
    expect(await faultsOf("    - command: x\n      regster: y")).to.deep.equal(["site.yaml:4:7 load/unknown-key"]);
    expect(await faultsOf("    - nmae: x\n      comand: y")).to.deep.equal([
      "site.yaml:3:7 load/unknown-key",
      "site.yaml:4:7 load/unknown-module",
    ]);
  });

  it("reports a misspelt required argument once", async () => {
    expect(await faultsOf("    - template: { scr: x, dest: y }")).to.deep.equal(["site.yaml:3:19 load/unknown-key"]);
    expect(await faultsOf("    - copy: { contnet: x, dest: y }")).to.deep.equal(["site.yaml:3:15 load/unknown-key"]);
  });

  it("reports every unsupported key of Ansible, not only the first", async () => {
    expect(
      await faultsOf("    - command: x\n      with_items: []\n      connection: local\n      debugger: always"),
    ).to.deep.equal([
      "site.yaml:4:7 load/not-supported",
      "site.yaml:5:7 load/not-supported",
      "site.yaml:6:7 load/not-supported",
    ]);
  });

  it("accepts names defined by loops, facts, vars files and the command line", async () => {
    const outcome = await loadFiles(
      {
        "site.yaml": `- hosts: all
  vars_files: [vars/more.yaml]
  tasks:
    - debug: { msg: "{{ pet }} {{ more }} {{ version }} {{ noted }} {{ from_env }}" }
      loop: [a]
      loop_control: { loop_var: pet }
    - set_fact: { noted: 1 }
`,
        "vars/more.yaml": "more: 1\n",
        ".env": "from_env=1\n",
      },
      { extraVars: { name: "-e", variables: new Map([["version", { from: "data", value: "1" }]]) } },
    );
    expect(reported(outcome)).to.deep.equal([]);
  });
});

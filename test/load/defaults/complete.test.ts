import { expect } from "chai";
import { registry } from "../../../src/modules/registry.ts";
import { loadFiles, reported } from "../temporary-project.ts";

const faultsOf = async (files: Record<string, string>) => reported(await loadFiles(files));
const realFaultsOf = async (files: Record<string, string>) => reported(await loadFiles(files, { registry }));
const play = (keywords: string, task: string) => `- hosts: all\n  ${keywords}\n  tasks:\n    - ${task}\n`;

describe("load/defaults", () => {
  it("lets the defaults of the play give arguments that a task needs", async () => {
    const found = await faultsOf({
      "site.yaml": play("module_defaults: { copy: { content: x } }", "copy: { dest: /a }"),
    });
    expect(found).to.deep.equal([]);
  });

  it("reports arguments that neither the task nor its defaults give", async () => {
    const found = await faultsOf({ "site.yaml": play("module_defaults: { copy: { mode: '0644' } }", "copy: {}") });
    expect(found).to.deep.equal(["site.yaml:4:7 load/missing-key", "site.yaml:4:7 load/one-of"]);
  });

  it("reports arguments of which the defaults give one too many", async () => {
    const task = "copy: { dest: /a, content: x }";
    const found = await faultsOf({ "site.yaml": play("module_defaults: { copy: { src: a } }", task) });
    expect(found).to.include("site.yaml:4:7 load/one-of");
  });

  it("reports a task of a role that another play uses without the defaults", async () => {
    const found = await faultsOf({
      "roles/web/tasks/main.yaml": "- copy: { dest: /a }\n",
      "site.yaml":
        "- hosts: all\n  module_defaults: { copy: { content: x } }\n  roles: [web]\n" +
        "- hosts: all\n  roles: [web]\n",
    });
    expect(found).to.deep.equal(["roles/web/tasks/main.yaml:1:3 load/one-of"]);
  });

  it("lets an import, an include and the entry of a role give defaults", async () => {
    const found = await faultsOf({
      "roles/web/tasks/main.yaml": "- copy: { dest: /a }\n",
      "more.yaml": "- copy: { dest: /a }\n",
      "site.yaml": `- hosts: all
  roles:
    - { role: web, module_defaults: { copy: { content: x } } }
  tasks:
    - { import_tasks: more.yaml, module_defaults: { copy: { content: x } } }
    - include_tasks: { file: more.yaml, apply: { module_defaults: { copy: { content: x } } } }
    - include_role: { name: web, apply: { module_defaults: { copy: { content: x } } } }
`,
    });
    expect(found).to.deep.equal([]);
  });

  it("rejects wrong defaults where they are written", async () => {
    const defaults = "{ copy: { dets: /a }, group/aws: {}, set_fact: { a: 1 }, command: null }";
    const found = await faultsOf({ "site.yaml": play(`module_defaults: ${defaults}`, "command: id") });
    expect(found).to.deep.equal([
      "site.yaml:2:30 load/unknown-key",
      "site.yaml:2:42 load/not-supported",
      "site.yaml:2:57 load/not-supported",
    ]);
  });

  it("rejects values of the wrong type, excluding arguments and undefined names where they are written", async () => {
    const defaults = [
      "    copy: { content: x, src: a, mode: 0644 }",
      "    service: { enabled: maybe, state: runing }",
      "    lineinfile: { insertafter: a, insertbefore: b }",
      `    file: { mode: "{{ no_such_name }}", owner: [root] }`,
    ];
    const found = await realFaultsOf({ "site.yaml": play(`module_defaults:\n${defaults.join("\n")}`, "command: id") });
    expect(found).to.deep.equal([
      "site.yaml:3:5 load/one-of",
      "site.yaml:3:39 load/unquoted-mode",
      "site.yaml:4:25 load/wrong-type",
      "site.yaml:4:39 load/wrong-value",
      "site.yaml:5:5 load/one-of",
      "site.yaml:6:23 load/undefined-name",
      "site.yaml:6:48 load/wrong-type",
    ]);
  });

  it("rejects defaults for the modules that add to the inventory", async () => {
    const found = await realFaultsOf({
      "site.yaml": play("module_defaults: { add_host: { groups: web }, group_by: { key: a } }", "command: id"),
    });
    expect(found).to.deep.equal(["site.yaml:2:22 load/not-supported", "site.yaml:2:49 load/not-supported"]);
  });

  it("lets tasks give what a default needs, and defaults what a task needs", async () => {
    const defaults = "module_defaults: { file: { state: link }, copy: { src: /a } }";
    expect(
      await realFaultsOf({
        "site.yaml": play(defaults, "{ file: { path: /a, src: /b } }\n    - copy: { dest: /b, remote_src: true }"),
      }),
    ).to.deep.equal([]);
    expect(await realFaultsOf({ "site.yaml": play(defaults, "file: { path: /a }") })).to.deep.equal([
      "site.yaml:4:7 load/argument-needs",
    ]);
  });

  it("reports files that defaults name and a task's role does not have, where the defaults are written", async () => {
    const found = await faultsOf({
      "roles/web/files/own": "x",
      "roles/web/tasks/main.yaml": "- copy: { dest: /a }\n",
      "site.yaml":
        "- hosts: all\n  module_defaults: { copy: { src: own } }\n  roles: [web]\n" +
        "- hosts: all\n  module_defaults: { copy: { src: none } }\n  roles: [web]\n",
    });
    expect(found).to.deep.equal(["site.yaml:5:35 load/missing-file"]);
  });

  it("requires the modules in a map, and the arguments of each in a map", async () => {
    expect(await faultsOf({ "site.yaml": play("module_defaults: [copy]", "command: id") })).to.deep.equal([
      "site.yaml:2:20 load/wrong-type",
    ]);
    expect(await faultsOf({ "site.yaml": play("module_defaults: { command: id }", "command: id") })).to.deep.equal([
      "site.yaml:2:31 load/wrong-type",
    ]);
  });
});

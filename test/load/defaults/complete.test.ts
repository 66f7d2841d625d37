import { expect } from "chai";
import { loadFiles, reported } from "../temporary-project.ts";

const faultsOf = async (files: Record<string, string>) => reported(await loadFiles(files));
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

  it("requires the modules in a map, and the arguments of each in a map", async () => {
    expect(await faultsOf({ "site.yaml": play("module_defaults: [copy]", "command: id") })).to.deep.equal([
      "site.yaml:2:20 load/wrong-type",
    ]);
    expect(await faultsOf({ "site.yaml": play("module_defaults: { command: id }", "command: id") })).to.deep.equal([
      "site.yaml:2:31 load/wrong-type",
    ]);
  });
});

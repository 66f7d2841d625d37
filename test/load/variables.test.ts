import { expect } from "chai";
import type { Variable } from "../../src/language/scope.ts";
import { loadFiles, reported } from "./temporary-project.ts";

const extra = (name: string, variable: Variable) => ({
  extraVars: { name: "-e", variables: new Map([[name, variable]]) },
});

const hosts = (rest: string) => `- hosts: all\n${rest}`;
const inventory = (rest: string) => `all:\n  hosts:\n    server1: {}\n${rest}`;

/** Every place that defines a variable, with a reserved name there. */
const PLACES: readonly { readonly files: Readonly<Record<string, string>>; readonly at: string }[] = [
  { files: { "site.yaml": hosts("  vars:\n    facts: 1\n") }, at: "site.yaml:3:5" },
  { files: { "site.yaml": hosts("  vars_files: [v.yaml]\n"), "v.yaml": "hostvars: 1\n" }, at: "v.yaml:1:1" },
  { files: { "site.yaml": hosts("  tasks: [{ command: x, vars: { groups: 1 } }]\n") }, at: "site.yaml:2:33" },
  { files: { "site.yaml": hosts("  tasks: [{ command: x, register: int }]\n") }, at: "site.yaml:2:35" },
  { files: { "site.yaml": hosts("  tasks: [{ set_fact: { string: 1 } }]\n") }, at: "site.yaml:2:25" },
  { files: { "site.yaml": hosts("  tasks: [{ set_fact: { item: 1 } }]\n") }, at: "site.yaml:2:25" },
  {
    files: { "site.yaml": hosts("  tasks: [{ command: x, loop: [1], loop_control: { loop_var: play_hosts } }]\n") },
    at: "site.yaml:2:62",
  },
  {
    files: {
      "site.yaml": hosts("  roles: [web]\n"),
      "roles/web/defaults/main.yaml": "map: 1\n",
      "roles/web/tasks/main.yaml": "[]\n",
    },
    at: "roles/web/defaults/main.yaml:1:1",
  },
  {
    files: {
      "site.yaml": hosts("  roles: [{ role: web, vars: { size: 1, item: 2 } }]\n"),
      "roles/web/tasks/main.yaml": "[]\n",
    },
    at: "site.yaml:2:41",
  },
  {
    files: { "site.yaml": hosts(""), "inventory.yaml": inventory("  vars:\n    group_names: 1\n") },
    at: "inventory.yaml:5:5",
  },
  {
    files: { "site.yaml": hosts(""), "inventory.yaml": "all:\n  hosts:\n    server1: { inventory_hostname: x }\n" },
    at: "inventory.yaml:3:16",
  },
  { files: { "site.yaml": hosts(""), "group_vars/all.yaml": "item: 1\n" }, at: "group_vars/all.yaml:1:1" },
  { files: { "site.yaml": hosts(""), "host_vars/server1.yaml": "true: 1\n" }, at: "host_vars/server1.yaml:1:1" },
  { files: { "site.yaml": hosts(""), ".env": "A=1\nfacts=2\n" }, at: ".env:2:1" },
];

describe("load/variables", () => {
  for (const { files, at } of PLACES) {
    it(`rejects a reserved name at ${at}`, async () => {
      expect(reported(await loadFiles(files))).to.deep.equal([`${at} load/reserved-name`]);
    });
  }

  for (const name of ["facts", "hostvars", "groups", "inventory_hostname", "item", "int", "project_roles", "this"]) {
    it(`rejects -e ${name}=…`, async () => {
      const outcome = await loadFiles({ "site.yaml": hosts("") }, extra(name, { from: "data", value: "x" }));
      const [fault] = outcome.ok ? [] : outcome.faults;
      expect(fault).to.deep.include({ code: "load/reserved-name", details: [`-e ${name}=…`] });
      expect(fault).not.to.have.property("origin");
    });
  }

  it("rejects an invalid or reserved name in a file of -e at its position", async () => {
    const origin = { file: "vars.yaml", line: 3, col: 9 };
    for (const [name, code] of [
      ["groups", "load/reserved-name"],
      ["a-b", "load/bad-name"],
    ] as const) {
      const outcome = await loadFiles({ "site.yaml": hosts("") }, extra(name, { from: "data", value: 1, origin }));
      expect(reported(outcome)).to.deep.equal([`vars.yaml:3:9 ${code}`]);
    }
  });

  it("accepts the default as the name of a loop's variable", async () => {
    const tasks = '  tasks: [{ command: "{{ item }}", loop: [1], loop_control: { loop_var: item } }]\n';
    expect(reported(await loadFiles({ "site.yaml": hosts(tasks) }))).to.deep.equal([]);
  });
});

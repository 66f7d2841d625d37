import { expect } from "chai";
import { loadFiles, reported } from "../temporary-project.ts";

const play = (...tasks: readonly string[]) =>
  `- hosts: all\n  tasks:\n${tasks.map((task) => `    - ${task}\n`).join("")}`;
const faultsOf = async (files: Record<string, string>) => reported(await loadFiles(files));
const faultsIn = (...tasks: readonly string[]) => faultsOf({ "site.yaml": play(...tasks), "files/a.txt": "a" });

describe("load/lookups", () => {
  it("reports literal names that no file has, in templates and in expressions", async () => {
    expect(
      await faultsIn(
        `debug: { msg: '{{ file "b.txt" }}' }`,
        `debug: { msg: '{{#if x}}{{ upper (template "b.hbs") }}{{/if}}' }\n      vars: { x: false }`,
        `debug: { msg: !cel '[1].map(n, file("b.txt"))' }`,
        `debug: { msg: !cel '"b.txt".file()' }`,
        `debug: { msg: !cel 'first_found(["b.txt", "c.txt"])' }`,
      ),
    ).to.deep.equal([
      "site.yaml:3:30 load/missing-lookup",
      "site.yaml:4:50 load/missing-lookup",
      "site.yaml:6:43 load/missing-lookup",
      "site.yaml:7:27 load/missing-lookup",
      "site.yaml:8:39 load/missing-lookup",
    ]);
  });

  it("reports them whatever the condition, and in conditions", async () => {
    expect(
      await faultsIn(
        `debug: { msg: '{{ file "b.txt" }}' }\n      when: false`,
        `debug: { msg: x }\n      when: file("b.txt") == "x"`,
      ),
    ).to.deep.equal(["site.yaml:3:30 load/missing-lookup", "site.yaml:6:18 load/missing-lookup"]);
  });

  it("reports names that no file can have", async () => {
    expect(
      await faultsIn(
        `debug: { msg: '{{ file "${"x".repeat(300)}" }}' }`,
        String.raw`debug: { msg: !cel "file('a\\u0000')" }`,
      ),
    ).to.deep.equal(["site.yaml:3:30 load/missing-lookup", "site.yaml:4:32 load/missing-lookup"]);
  });

  it("accepts names that exist, have a default or are computed", async () => {
    expect(
      await faultsIn(
        `debug: { msg: '{{ file "a.txt" }}{{ file "b.txt" "" }}' }`,
        `debug: { msg: !cel 'file("b.txt", "") + file(inventory_hostname) + first_found(["b.txt", inventory_hostname])' }`,
        `debug: { msg: !cel 'first_found(["b.txt", "a.txt"]) + first_found(["b.txt"], "")' }`,
        `debug: { msg: !cel 'fileglob("*.conf") + fileglob("*.txt")' }`,
        `debug: { msg: !raw '{{ file "b.txt" }}' }`,
      ),
    ).to.deep.equal([]);
  });

  it("looks where the task will look: in its role, then in the project", async () => {
    const found = await faultsOf({
      "files/a.txt": "a",
      "roles/web/files/own.txt": "a",
      "roles/web/tasks/main.yaml": `- debug: { msg: '{{ file "own.txt" }}{{ file "a.txt" }}{{ file "b.txt" }}' }\n`,
      "site.yaml": `- hosts: all\n  roles: [web]\n  tasks:\n    - debug: { msg: '{{ file "own.txt" }}' }\n`,
    });
    expect(found).to.deep.equal([
      "roles/web/tasks/main.yaml:1:64 load/missing-lookup",
      "site.yaml:4:30 load/missing-lookup",
    ]);
  });

  it("lets a variable name a file of any role", async () => {
    const found = await faultsOf({
      "group_vars/all.yaml": `one: '{{ file "own.txt" }}'\ntwo: '{{ file "b.txt" }}'\n`,
      "roles/web/files/own.txt": "a",
      "site.yaml": play("debug: { msg: '{{ one }}{{ two }}' }"),
    });
    expect(found).to.deep.equal(["group_vars/all.yaml:2:15 load/missing-lookup"]);
  });

  it("checks the templates of tasks and their partials", async () => {
    const found = await faultsOf({
      "templates/a.hbs": '{{> part}}\n{{ file "b.txt" }}\n',
      "templates/part.hbs": '{{ file "c.txt" }}\n',
      "site.yaml": play("template: { src: a.hbs, dest: /a }"),
    });
    expect(found).to.deep.equal([
      "templates/a.hbs:2:9 load/missing-lookup",
      "templates/part.hbs:1:9 load/missing-lookup",
    ]);
  });
});

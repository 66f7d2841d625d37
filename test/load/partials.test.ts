import { expect } from "chai";
import type { Scope } from "../../src/language/scope-interface.ts";
import { createScope } from "../../src/language/scope.ts";
import { contentOf } from "../../src/run/task/source.ts";
import { load, loaded, loadFiles, reported, withProject } from "./temporary-project.ts";

const task = (src: string) => `- template: { src: "${src}", dest: /etc/a }\n`;
const FILES = {
  "inventory.yaml": "all: { hosts: { server1: }, vars: { role_file: a.conf, name: N } }\n",
  "site.yaml": "- hosts: all\n  roles: [web]\n",
  "roles/web/tasks/main.yaml": task("a.conf"),
  "roles/web/templates/a.conf": "{{> head what='web'}}\n{{> tail/own}}\n",
  "roles/web/templates/tail/own.hbs": "the role's {{> head what='tail'}}",
  "templates/head.hbs": "# {{what}} of {{name}}\n",
  "templates/tail/own.hbs": "the project's\n",
};
const scope: Scope = createScope([
  { name: "data", variables: new Map([["name", { from: "data", value: "N" }] as const]) },
]);

/** Renders the role's template. */
function rendered(files: Readonly<Record<string, string>>): Promise<unknown> {
  return withProject(files, async (root) => {
    const { project } = loaded(await load(root));
    const [role] = project.playbooks[0]?.plays[0]?.roles ?? [];
    const [first] = role?.role.tasks ?? [];
    if (!first) throw new Error("the role has a task");
    const use = { task: first, argument: "src", kind: "template", name: "a.conf", origin: undefined } as const;
    const content = await contentOf(use, scope);
    return content.ok && "text" in content.value ? content.value.text : content;
  });
}

describe("load/partials", () => {
  const expected = "# web of N\nthe role's # tail of N\n";

  it("looks in the role's templates first, then in the project's", async () => {
    expect(await rendered(FILES)).to.equal(expected);
  });

  it("finds the partials of a template whose name was computed", async () => {
    expect(await rendered({ ...FILES, "roles/web/tasks/main.yaml": task("{{ role_file }}") })).to.equal(expected);
  });

  it("checks partials when the project is loaded", async () => {
    const outcome = await loadFiles({ ...FILES, "templates/head.hbs": "{{nme}}\n{{> hed}}\n" });
    expect(reported(outcome)).to.deep.equal(["templates/head.hbs:2:1 language/unknown-partial"]);
    const names = await loadFiles({ ...FILES, "templates/head.hbs": "{{nme}}\n" });
    expect(reported(names)).to.deep.equal(["templates/head.hbs:1:3 load/undefined-name"]);
  });

  it("reports only the syntax error of a template with partials", async () => {
    const outcome = await loadFiles({
      ...FILES,
      "roles/web/templates/a.conf": "{{> head what='web'}}\n${A:-{{ name }}}\n",
    });
    expect(reported(outcome)).to.deep.equal(["roles/web/templates/a.conf:2:14 language/template-syntax"]);
  });
});

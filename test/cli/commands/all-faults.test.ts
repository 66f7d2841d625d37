import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { withProject } from "../test-project.ts";

/** The positions and codes of all errors of a project. */
function errors(files: Readonly<Record<string, string>>): Promise<string[]> {
  return withProject(async ({ folder, run, write }) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await write(name, text);
    }
    const { exit, out } = await run(["site.yaml", "--json", "--syntax-check"]);
    expect(exit).to.equal(2);
    // The casts are safe: the lines are events.
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string });
    const found = events.filter(({ event }) => event === "error") as unknown as readonly {
      readonly code: string;
      readonly origin?: { readonly file: string; readonly line: number };
    }[];
    return found.map(({ code, origin }) => `${origin?.file ?? ""}:${origin?.line ?? 0} ${code}`);
  });
}

const PROJECT = {
  "inventory.yaml": "all: { hosts: { server1: { connection: local } } }\n",
  "roles/web/tasks/main.yaml": "- debug: { msg: '{{ web_port }} {{ web_name }}' }\n",
  "roles/web/defaults/main.yaml": "web_port: many\nweb_name: 5\n",
  "roles/web/meta/argument_specs.yaml":
    "argument_specs: { main: { options: { web_port: { type: int }, web_name: {} } } }\n",
};
const SITE = "- hosts: all\n  roles: [web]\n";

describe("cli/commands/run: all faults", () => {
  it("shows wrong values of variables together with other faults of the project", async () => {
    const site = `${SITE}  tasks:\n    - debug: { msg: '{{ nope }}' }\n    - debgu: { msg: a }\n`;
    expect(await errors({ ...PROJECT, "site.yaml": site })).to.have.members([
      "roles/web/defaults/main.yaml:1 plan/wrong-variable",
      "site.yaml:4 load/undefined-name",
      "site.yaml:5 load/unknown-module",
    ]);
  });

  it("shows no consequences of a value that is not a template", async () => {
    const files = { "site.yaml": SITE, "roles/web/defaults/main.yaml": "web_port: '{{ x'\nweb_name: 5\n" };
    expect(await errors({ ...PROJECT, ...files })).to.deep.equal([
      "roles/web/defaults/main.yaml:1 language/template-syntax",
    ]);
  });

  it("shows no consequences of a file that cannot be read", async () => {
    const files = { "site.yaml": `${SITE}  vars_files: [x.yaml]\n`, "x.yaml": "a: [\n" };
    expect(await errors({ ...PROJECT, ...files })).to.deep.equal(["x.yaml:2 load/yaml"]);
  });

  it("shows a specification that contradicts itself together with other faults", async () => {
    const specs =
      "argument_specs: { main: { options: { web_port: { type: int, minimum: 5, maximum: 1 }, web_name: {} } } }\n";
    const files = { "site.yaml": `${SITE}  taks: []\n`, "roles/web/meta/argument_specs.yaml": specs };
    expect(await errors({ ...PROJECT, ...files })).to.have.members([
      "roles/web/defaults/main.yaml:1 plan/wrong-variable",
      "roles/web/meta/argument_specs.yaml:1 load/bad-specification",
      "site.yaml:3 load/unknown-key",
    ]);
  });
});

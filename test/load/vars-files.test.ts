import { expect } from "chai";
import { loadFiles, loaded, reported } from "./temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const SITE = {
  "site.yaml": "- hosts: all\n  roles: [web]\n",
  "roles/web/tasks/main.yaml": "- command: 'true {{ a }} {{ b }}'\n",
};

/** The literal values in `defaults` or `vars` of the role. */
async function values(part: "defaults" | "vars", files: Files): Promise<unknown> {
  const { project } = loaded(await loadFiles({ ...SITE, ...files }));
  const map = project.playbooks[0]?.plays[0]?.roles[0]?.role[part];
  return Object.fromEntries(
    [...(map?.entries ?? [])].map(([name, { value }]) => [name, value.kind === "literal" ? value.value : undefined]),
  );
}

describe("load/vars-files", () => {
  for (const part of ["defaults", "vars"] as const) {
    it(`reads all files of ${part}/main/ by name`, async () => {
      const files = {
        [`roles/web/${part}/main/20.yml`]: "b: 20\n",
        [`roles/web/${part}/main/10.yaml`]: "a: 10\nb: 10\n",
        [`roles/web/${part}/main/inner/x.json`]: '{ "a": 5 }\n',
        [`roles/web/${part}/main/README.md`]: "[\n",
      };
      expect(await values(part, files)).to.deep.equal({ a: 10, b: 20 });
    });

    it(`rejects ${part}/main.yaml next to ${part}/main/`, async () => {
      const files = { [`roles/web/${part}/main.yaml`]: "a: 1\nb: 1\n", [`roles/web/${part}/main/x.yaml`]: "a: 2\n" };
      expect(reported(await loadFiles({ ...SITE, ...files }))).to.deep.equal([
        `roles/web/${part}/main.yaml:1:1 load/two-files`,
      ]);
    });
  }

  it("reports a fault in a file of defaults/main/ at its position", async () => {
    const files = { "roles/web/defaults/main/x.yaml": "a: 1\nb: '{{ nope }}'\n" };
    expect(reported(await loadFiles({ ...SITE, ...files }))).to.deep.equal([
      "roles/web/defaults/main/x.yaml:2:8 load/undefined-name",
    ]);
  });

  it("reads meta/argument_specs.json", async () => {
    const specs = '{ "argument_specs": { "main": { "options": { "a": { "type": "int" } } } } }\n';
    const files = { "roles/web/meta/argument_specs.json": specs, "roles/web/defaults/main.yaml": "a: 1\nb: 1\n" };
    const { project } = loaded(await loadFiles({ ...SITE, ...files }));
    expect(project.playbooks[0]?.plays[0]?.roles[0]?.role.specs.get("a")?.type).to.equal("int");
  });
});

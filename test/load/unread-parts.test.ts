import { expect } from "chai";
import { loadFiles, loaded, reported } from "./temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const SITE = { "site.yaml": "- hosts: all\n  roles: [web]\n" };
const TASKS = { "roles/web/tasks/main.yaml": "- command: uptime\n" };

async function warnings(files: Files): Promise<string[]> {
  const { warnings: found } = loaded(await loadFiles({ ...SITE, ...files }));
  return found.map(({ message, hint }) => `${message} ${hint}`);
}

describe("load/unread-parts", () => {
  const rename = (to: string) => `If it is a part of the role, rename it to roles/web/${to}.`;
  const unread: Readonly<Record<string, string>> = {
    "roles/web/library/x.py":
      "roles/web/library/ is not read. Use the modules that `provision doc` lists, or `command`.",
    "roles/web/module_utils/x.py": "roles/web/module_utils/ is not read. Use the modules",
    "roles/web/filter_plugins/x.py": "roles/web/filter_plugins/ is not read. Use the helpers and functions",
    "roles/web/lookup_plugins/x.py": "roles/web/lookup_plugins/ is not read. Write the value into a variable",
    "roles/web/callback_plugins/x.py": "roles/web/callback_plugins/ is not read. Remove it",
    "library/x.py": "library/ is not read. Use the modules",
    "filter_plugins/x.py": "filter_plugins/ is not read. Use the helpers",
    "roles/web/default/main.yaml": `roles/web/default is not read. ${rename("defaults")}`,
    "roles/web/Handlers/main.yaml": `roles/web/Handlers is not read. ${rename("handlers")}`,
    "roles/web/template/x.hbs": `roles/web/template is not read. ${rename("templates")}`,
    "roles/web/tasks.yml": `roles/web/tasks.yml is not read. ${rename("tasks/main.yaml")}`,
    "roles/web/handlers/mian.yaml": `roles/web/handlers/mian.yaml is not read. ${rename("handlers/main.yaml")}`,
    "roles/web/defaults/Main.yml": `roles/web/defaults/Main.yml is not read. ${rename("defaults/main.yaml")}`,
    "roles/web/vars/main.yaml.j2": `roles/web/vars/main.yaml.j2 is not read. ${rename("vars/main.yaml")}`,
    "roles/web/meta/argument_spec.yml": `roles/web/meta/argument_spec.yml is not read. ${rename("meta/argument_specs.yaml")}`,
    "roles/web/handlers/restart.yaml":
      "roles/web/handlers/ is not read. Only roles/web/handlers/main.yaml would be read",
    "roles/web/tasks/main/x.yaml": "roles/web/tasks/main/ is not read. Write its tasks into roles/web/tasks/main.yaml",
  };
  for (const [file, expected] of Object.entries(unread)) {
    it(`warns of ${file}`, async () => {
      const found = await warnings({ ...TASKS, [file]: "" });
      expect(found).to.have.length(1);
      expect(found[0]).to.include(expected);
    });
  }

  const harmless = [
    "roles/web/README.md",
    "roles/web/files.md",
    "roles/web/files/tasks.yaml",
    "roles/web/tests/test.yml",
    "roles/web/molecule/default/converge.yml",
    "roles/web/vars/lab.yaml",
    "roles/web/tasks/install.yaml",
    "roles/web/tasks/.main.yaml.swp",
    "roles/web/meta/main.yaml~",
    "roles/web/.github/x",
    "modules/x.tf",
  ];
  for (const file of harmless) {
    it(`says nothing about ${file}`, async () => {
      expect(await warnings({ ...TASKS, [file]: "x: 1\n" })).to.deep.equal([]);
    });
  }

  for (const part of ["tasks", "handlers", "verify", "teardown"]) {
    it(`rejects a folder ${part}/main/ without a main file`, async () => {
      const outcome = await loadFiles({ ...SITE, [`roles/web/${part}/main/x.yaml`]: "- command: uptime\n" });
      expect(reported(outcome)).to.deep.equal([`roles/web/${part}/main:1:1 load/unread-tasks`]);
    });
  }
});

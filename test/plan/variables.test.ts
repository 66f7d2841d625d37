import { expect } from "chai";
import { createScope, type Layer } from "../../src/language/scope.ts";
import { layersFor } from "../../src/plan/variables.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const FILES = {
  "inventory.yaml": "all:\n  vars: { v2: group, v3: group }\n  hosts: { h: { v3: host, v4: host } }\n",
  "site.yaml": `- hosts: all
  vars: { v4: play, v5: play }
  vars_files: [more.yaml]
  roles:
    - { role: r, vars: { v7: use, v8: use } }
`,
  "more.yaml": "v5: file\nv6: file\n",
  "roles/r/defaults/main.yaml": "v1: defaults\nv2: defaults\n",
  "roles/r/vars/main.yaml": "v6: role\nv7: role\n",
  "roles/r/tasks/main.yaml": "- command: x\n  vars: { v8: task, v9: task, va: task }\n",
};

const data = (name: string, values: Readonly<Record<string, string>>): Layer => ({
  name,
  variables: new Map(Object.entries(values).map(([key, value]) => [key, { from: "data", value }])),
});

describe("plan/variables", () => {
  it("orders variables from role defaults to -e", async () => {
    const { project, inventory, hosts } = loaded(await loadFiles(FILES));
    const [play] = project.playbooks[0]?.plays ?? [];
    const [use] = play?.roles ?? [];
    const [host] = hosts;
    if (!play || !use || !host) throw new Error("incomplete");
    const registered = data("registered", { v9: "registered", va: "registered" });
    const extraVars = data("-e", { va: "-e" });
    const scope = createScope(
      layersFor({ inventory, host, registered, extraVars }, play, { role: use, task: use.role.tasks[0] }),
    );
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, "a"].map((name) => {
      const outcome = scope.lookup(`v${name}`);
      return outcome?.ok ? outcome.value : undefined;
    });
    expect(values).to.deep.equal([
      "defaults",
      "group",
      "host",
      "play",
      "file",
      "role",
      "use",
      "task",
      "registered",
      "-e",
    ]);
  });
});

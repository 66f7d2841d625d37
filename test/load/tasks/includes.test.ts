import { expect } from "chai";
import { loadFiles, reported } from "../temporary-project.ts";

const play = (tasks: string) => `- hosts: all\n  tasks:\n${tasks.replace(/^/gm, "    ")}`;

/** Loads a play with these tasks. */
async function faultsOf(tasks: string, files: Readonly<Record<string, string>> = {}) {
  const outcome = await loadFiles({ "site.yaml": play(tasks), ...files });
  return { places: reported(outcome), faults: outcome.ok ? [] : outcome.faults };
}

describe("load/tasks/includes", () => {
  it("checks the files of includes and imports, whatever their condition, and each once", async () => {
    const files = { "a.yaml": "- debug: { mgs: x }\n- include_tasks: a.yaml\n", "b.yaml": "not: a list\n" };
    const tasks =
      "- include_tasks: a.yaml\n  when: false\n- include_tasks: b.yaml\n- import_tasks: a.yaml\n  when: false";
    const { places } = await faultsOf(tasks, files);
    expect(places).to.deep.equal(["a.yaml:1:12 load/unknown-key", "b.yaml:1:1 load/wrong-type"]);
  });

  it("checks each file that a computed name may mean", async () => {
    const files = {
      "tasks/os/debian.yaml": "- debug: { mgs: x }\n",
      "tasks/os/vars.yaml": "a: map\n",
      "tasks/os/play.yaml": "- hosts: all\n",
      "tasks/other.yaml": "- wrong\n",
    };
    const { places } = await faultsOf('- include_tasks: "tasks/os/{{ inventory_hostname }}.yaml"', files);
    expect(places).to.deep.equal(["tasks/os/debian.yaml:1:12 load/unknown-key"]);
  });

  it("reports a file that does not exist, with the paths that it searched", async () => {
    const files = {
      "site.yaml": "- hosts: all\n  roles: [r]\n",
      "roles/r/tasks/main.yaml": "- include_tasks: sub/one.yaml\n",
      "roles/r/tasks/sub/one.yaml": "- import_tasks: tow.yaml\n- include_tasks: '{{ inventory_hostname }}-x.yaml'\n",
      "roles/r/tasks/sub/two.yaml": "- debug: { msg: x }\n",
    };
    const outcome = await loadFiles(files);
    expect(reported(outcome)).to.deep.equal([
      "roles/r/tasks/sub/one.yaml:1:17 load/missing-file",
      "roles/r/tasks/sub/one.yaml:2:18 load/missing-file",
    ]);
    const [fault] = outcome.ok ? [] : outcome.faults;
    expect(fault?.details).to.deep.equal([
      "searched: roles/r/tasks/sub/tow.yaml",
      "searched: roles/r/tasks/tow.yaml",
      "searched: tow.yaml",
    ]);
    expect(fault?.hint).to.equal("Did you mean `two.yaml`?");
  });

  it("says where keys go that an include does not have", async () => {
    const files = { "a.yaml": "- debug: { msg: x }\n" };
    const wrong: Readonly<Record<string, string>> = {
      "- include_tasks: a.yaml\n  become: true": "Write it under `apply`: it is for the included tasks.",
      "- include_tasks: a.yaml\n  register: x": "Write it in the included tasks: an include has no result.",
      "- import_tasks: a.yaml\n  loop: [1]":
        "Write `include_tasks` instead: an import is read once, before any host is known.",
      "- import_tasks: { file: a.yaml, apply: { become: true } }": "Write its keys next to `import_tasks`.",
      "- include_tasks: a.yaml\n  with_items: [1]": "Write `loop` with a list.",
      "- include: a.yaml":
        "Write `include_tasks` (during the run, with `loop` and a computed name) or `import_tasks` (before it).",
      "- include_tasks: a.yaml tags=x": 'Write a map: include_tasks: { file: "a.yaml" }, and next to it `tags: "x"`.',
    };
    for (const [tasks, hint] of Object.entries(wrong)) {
      const { faults } = await faultsOf(tasks, files);
      expect(faults.map((fault) => fault.hint)).to.deep.equal([hint], tasks);
    }
  });

  it("hints at a map that can be written instead of Ansible's name=value form", async () => {
    const files = {
      "a.yaml": "- debug: { msg: x }\n",
      "roles/r/tasks/main.yaml": "- debug: { msg: x }\n",
      "roles/r/tasks/other.yaml": "- debug: { msg: x }\n",
    };
    const right: Readonly<Record<string, string>> = {
      "import_role: name=r": '{ name: "r" }',
      "import_role: name=r tasks_from=other": '{ name: "r", tasks_from: "other" }',
      "include_role: name=r public=yes become=yes port=80":
        '{ name: "r", public: true, apply: { become: true } }, and next to it `vars: { port: "80" }`',
      "include_role: r when=\"inventory_hostname == 'server1'\"":
        '{ name: "r" }, and next to it `when: "inventory_hostname == \'server1\'"`',
      "import_tasks: a.yaml tags=foo become=no": '{ file: "a.yaml" }, and next to it `tags: "foo"` and `become: false`',
      "include_tasks: file=a.yaml a=b c d='e f'": '{ file: "a.yaml" }, and next to it `vars: { a: "b c", d: "e f" }`',
    };
    for (const [task, map] of Object.entries(right)) {
      const { faults } = await faultsOf(`- ${task}`, files);
      const word = task.slice(0, task.indexOf(":"));
      expect(faults.map((fault) => fault.hint)).to.deep.equal([`Write a map: ${word}: ${map}.`], task);
      const [args, beside = ""] = map.split(", and next to it ");
      const keys = [...beside.matchAll(/`(.*?)`/g)].map(([, key]) => `\n  ${key}`).join("");
      expect((await faultsOf(`- ${word}: ${args}${keys}`, files)).faults).to.deep.equal([], task);
    }
  });

  it("finds the files of a role whatever ending their names are written with", async () => {
    const files = {
      "roles/r/tasks/main.yaml": "- debug: { msg: x }\n",
      "roles/r/tasks/other.yaml": "- debug: { mgs: x }\n",
      "roles/r/vars/more.yml": "a: [\n",
    };
    const found: Readonly<Record<string, readonly string[]>> = {
      "{ name: r, tasks_from: main.yml }": [],
      "{ name: r, tasks_from: other.yml }": ["roles/r/tasks/other.yaml:1:12 load/unknown-key"],
      "{ name: r, tasks_from: '{{ inventory_hostname }}ther.yml' }": ["roles/r/tasks/other.yaml:1:12 load/unknown-key"],
      "{ name: r, vars_from: more }": ["roles/r/vars/more.yml:2:1 load/yaml"],
      "{ name: r, vars_from: more.yaml }": ["roles/r/vars/more.yml:2:1 load/yaml"],
      "{ name: r, tasks_from: othr.yml }": ["site.yaml:3:44 load/missing-file"],
    };
    for (const [args, places] of Object.entries(found)) {
      expect((await faultsOf(`- include_role: ${args}`, files)).places).to.deep.equal(places, args);
    }
    const { faults } = await faultsOf("- include_role: { name: r, tasks_from: othr.yml }", files);
    expect(faults.map((fault) => fault.details)).to.deep.equal([["searched: roles/r/tasks/othr.yaml"]]);
    expect(faults.map((fault) => fault.hint)).to.deep.equal(["Did you mean `other`?"]);
  });

  it("reports an empty name and an invalid template once", async () => {
    const wrong: Readonly<Record<string, string>> = {
      '- include_role: { name: "" }': "site.yaml:3:29 load/wrong-value",
      '- include_tasks: { file: "" }': "site.yaml:3:30 load/wrong-value",
      '- import_tasks: ""': "site.yaml:3:21 load/wrong-value",
      '- debug: { msg: x }\n  delegate_to: ""': "site.yaml:4:20 load/wrong-value",
      '- debug: { msg: x }\n  delegate_to: "{{ play_hosts[0] }}"': "site.yaml:4:34 language/template-syntax",
    };
    for (const [tasks, place] of Object.entries(wrong)) {
      expect((await faultsOf(tasks)).places).to.deep.equal([place], tasks);
    }
  });

  it("recommends no include of tasks to a playbook that imports itself", async () => {
    const outcome = await loadFiles({ "site.yaml": "- import_playbook: site.yaml\n" });
    expect(outcome.ok ? [] : outcome.faults.map((fault) => fault.hint)).to.deep.equal(["Remove one of these imports."]);
  });

  it("reports arguments that are missing, unknown or of a wrong type", async () => {
    const wrong: Readonly<Record<string, string>> = {
      "- include_tasks: { flie: a.yaml }": "site.yaml:3:24 load/unknown-key",
      "- include_tasks:": "site.yaml:3:7 load/missing-key",
      "- include_tasks: [a.yaml]": "site.yaml:3:22 load/arguments-wanted",
      "- include_tasks: 3": "site.yaml:3:22 load/wrong-type",
      "- include_tasks: a.yaml\n  debug: x": "site.yaml:4:7 load/two-modules",
      "- include_tasks: a.yaml\n  import_tasks: b.yaml": "site.yaml:4:7 load/two-modules",
      "- include_tasks: a.yaml\n  whne: true": "site.yaml:4:7 load/unknown-key",
    };
    for (const [tasks, place] of Object.entries(wrong)) {
      expect((await faultsOf(tasks, { "a.yaml": "" })).places).to.include(place, tasks);
    }
  });

  it("knows the names that included files define and the handlers that they notify", async () => {
    const tasks = "- include_tasks: a.yaml\n- debug: { msg: '{{ from_a }} {{ from_loop }}' }";
    const a =
      "- { set_fact: { from_a: 1 }, notify: Nobody }\n- { debug: { msg: x }, loop: [1], loop_control: { loop_var: from_loop } }\n";
    expect((await faultsOf(tasks, { "a.yaml": a })).places).to.deep.equal(["a.yaml:1:38 load/unknown-handler"]);
  });

  it("checks the roles that tasks include, and what they name of a role", async () => {
    const files = {
      "roles/web/tasks/main.yaml": "- debug: { mgs: x }\n",
      "roles/web/tasks/show.yaml": "- debug: { msg: x }\n",
      "roles/db/tasks/main.yaml": "- debug: { mgs: y }\n",
      "roles/db/vars/main.yaml": "from_db: 1\n",
    };
    const wrong: Readonly<Record<string, readonly string[]>> = {
      "- include_role: { name: web }\n  when: false": ["roles/web/tasks/main.yaml:1:12 load/unknown-key"],
      "- include_role: { name: wbe }": ["site.yaml:3:29 load/unknown-role"],
      "- import_role: { name: db, tasks_from: shwo }": [
        "roles/db/tasks/main.yaml:1:12 load/unknown-key",
        "site.yaml:3:44 load/missing-file",
      ],
      "- import_role: { name: '{{ inventory_hostname }}' }": ["site.yaml:3:28 load/import-computed"],
      "- include_role: { name: 'd{{ inventory_hostname }}' }\n- debug: { msg: '{{ from_db }}' }": [
        "roles/db/tasks/main.yaml:1:12 load/unknown-key",
      ],
      "- include_role: { tasks_from: show }": ["site.yaml:3:21 load/missing-key"],
      "- include_role: { name: db, vars_from: more }": [
        "roles/db/tasks/main.yaml:1:12 load/unknown-key",
        "site.yaml:3:44 load/missing-file",
      ],
    };
    for (const [tasks, places] of Object.entries(wrong)) {
      expect((await faultsOf(tasks, files)).places).to.deep.equal(places, tasks);
    }
  });

  it("reports an imported playbook that does not exist, or that imports itself", async () => {
    const outcome = await loadFiles({
      "site.yaml": "- import_playbook: plays/a.yaml\n- import_playbook: b.yaml\n  hosts: all\n",
      "plays/a.yaml": "- import_playbook: ../site.yaml\n- hosts: all\n  tasks: [{ debug: { mgs: x } }]\n",
    });
    expect(reported(outcome)).to.deep.equal([
      "plays/a.yaml:1:20 load/import-cycle",
      "plays/a.yaml:3:22 load/unknown-key",
      "site.yaml:2:20 load/missing-file",
      "site.yaml:3:3 load/unknown-key",
    ]);
  });
});

import { expect } from "chai";
import { planPlay } from "../../src/plan/plan.ts";
import { HostRun } from "../../src/run/host-run.ts";
import { taskScope } from "../../src/run/scope.ts";
import type { Outcome } from "../../src/errors/fault.ts";
import type { Value } from "../../src/model/value.ts";
import { load, loaded, reported, loadFiles, withProject } from "../load/temporary-project.ts";

const PLAY = "- hosts: all\n  roles: [web, gate]\n  tasks:\n    - debug: { msg: '{{ json project_roles }}' }\n";
const DEBUG = "- debug: { msg: x }\n";
const ROLES = {
  "roles/gate/tasks/main.yaml": DEBUG,
  "roles/gate/meta/main.yaml": "dependencies: [shared]\nprovides: { port: '{{ shared_port }}' }\n",
  "roles/shared/defaults/main.yaml": "shared_port: 1\n",
  "roles/web/tasks/main.yaml": DEBUG,
  "roles/web/defaults/main.yaml": "web_port: 80\n",
  "roles/web/meta/main.yaml":
    "provides: { port: !cel web_port + 1, of: '{{ role_name }} on {{ inventory_hostname }}' }\n",
};

/** `project_roles` as a task of the play sees it on server1. */
function projectRoles(files: Readonly<Record<string, string>>): Promise<Outcome<Value> | undefined> {
  const hosts = "all: { hosts: { server1: { shared_port: 22 }, server2: } }\n";
  return withProject({ "inventory.yaml": hosts, "site.yaml": PLAY, ...files }, async (root) => {
    const { project, inventory, hosts } = loaded(await load(root));
    const runs = new Map(
      hosts.map((host) => [host.name, new HostRun(host, () => Promise.reject(new Error("unused")))]),
    );
    const extraVars = { name: "-e", variables: new Map() };
    const world = {
      root,
      inventory,
      extraVars,
      hosts: runs,
      usesHostvars: false,
      missingSecrets: [],
      magic: {},
      env: {},
      providers: project.providers,
    };
    const [book] = project.playbooks;
    const [play] = book?.plays ?? [];
    const run = runs.get("server1");
    if (!book || !play || !run) throw new Error("the project has one play");
    const planned = planPlay(book, play, hosts, { tags: [], skip: [] });
    const task = planned.segments.at(-1)?.tasks[0];
    if (!task) throw new Error("the play has a task");
    return taskScope(world, run, planned, task).lookup("project_roles");
  });
}

describe("run/project_roles", () => {
  it("lists what each role provides, evaluated with that role's own variables on the host", async () => {
    expect(await projectRoles(ROLES)).to.deep.equal({
      ok: true,
      value: [
        { name: "web", provides: { port: 81, of: "web on server1" } },
        { name: "gate", provides: { port: 22 } },
      ],
    });
  });

  it("includes roles that no playbook uses, after the others and by name", async () => {
    const more = {
      "roles/b/meta/main.yaml": "provides: { port: 2 }\n",
      "roles/a/meta/main.yaml": "provides: { port: 1 }\n",
      "roles/none/tasks/main.yaml": DEBUG,
    };
    const outcome = await projectRoles({ ...ROLES, ...more });
    const names = outcome?.ok ? (outcome.value as { name: string }[]).map(({ name }) => name) : [];
    expect(names).to.deep.equal(["web", "gate", "a", "b"]);
  });

  it("reports a declaration that fails, with its position", async () => {
    const broken = { ...ROLES, "roles/web/meta/main.yaml": "provides: { port: !cel 1 / 0 }\n" };
    const outcome = await projectRoles(broken);
    const faults = outcome?.ok === false ? outcome.faults : [];
    expect(faults.map(({ origin }) => origin?.file)).to.deep.equal(["roles/web/meta/main.yaml"]);
  });

  it("cannot be used by a declaration", async () => {
    const circular = { ...ROLES, "roles/web/meta/main.yaml": "provides: { all: !cel project_roles }\n" };
    const outcome = await projectRoles(circular);
    const faults = outcome?.ok === false ? outcome.faults : [];
    expect(faults.map(({ origin }) => origin?.file)).to.deep.equal(["roles/web/meta/main.yaml"]);
  });
});

describe("load/provides", () => {
  it("checks names, templates and the shape of what a role provides", async () => {
    const outcome = await loadFiles({
      ...ROLES,
      "site.yaml": PLAY,
      "roles/web/meta/main.yaml": "provides: { port: '{{ web_prt }}' }\n",
      "roles/gate/meta/main.yaml": "provides: [1]\n",
    });
    expect(reported(outcome)).to.deep.equal([
      "roles/gate/meta/main.yaml:1:11 load/wrong-type",
      "roles/web/meta/main.yaml:1:23 load/undefined-name",
    ]);
  });
});

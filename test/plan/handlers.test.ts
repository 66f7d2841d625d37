import { expect } from "chai";
import { handlerName, keyInProject, keyOnHosts } from "../../src/plan/handlers.ts";
import { planProject } from "../../src/plan/plan-project.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const ALL = { tags: [], skip: [] };

/** The keys of all handlers of a project, play by play. */
async function keysOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const inventory = "all:\n  hosts: { server1: }\n";
  const { plan } = planProject(loaded(await loadFiles({ "inventory.yaml": inventory, ...files })), ALL);
  return plan.plays.flatMap(({ handlers }) => handlers.map(({ key }) => key));
}

const HANDLER = "  handlers:\n    - { name: restart, command: echo }\n";

describe("plan/handlers", () => {
  it("makes keys of the playbook, the play, the role and the handler", async () => {
    const keys = await keysOf({
      "site.yaml": `- name: Web @ 1/2\n  hosts: all\n  roles: [web]\n${HANDLER}`,
      "roles/web/handlers/main.yaml": "- { name: neu starten ü, command: echo }\n",
    });
    expect(keys).to.deep.equal([
      "site.yaml@Web%20%40%201%2F2@@restart",
      "site.yaml@Web%20%40%201%2F2@web@neu%20starten%20%C3%BC",
    ]);
    expect(keys.map(handlerName)).to.deep.equal([
      { playbook: "site.yaml", play: "Web @ 1/2", role: null, handler: "restart" },
      { playbook: "site.yaml", play: "Web @ 1/2", role: "web", handler: "neu starten ü" },
    ]);
  });

  it("numbers plays, entries of a role and handlers that have the same name in the same place", async () => {
    const keys = await keysOf({
      "site.yaml": `- hosts: all\n${HANDLER}- hosts: all\n  roles: [web, { role: web, vars: { x: 1 } }]\n${HANDLER}    - { name: restart, command: ls }\n`,
      "roles/web/handlers/main.yaml": "- { listen: topic, command: echo }\n",
    });
    expect(keys).to.deep.equal([
      "site.yaml@all@@restart",
      "site.yaml@all#2@@restart",
      "site.yaml@all#2@@restart#2",
      "site.yaml@all#2@web@topic",
      "site.yaml@all#2@web#2@topic",
    ]);
    expect(handlerName("site.yaml@all#2@web#2@topic")).to.deep.equal({
      playbook: "site.yaml",
      play: "all",
      role: "web",
      handler: "topic",
    });
  });

  it("puts the project in front of the keys that hosts store", () => {
    const key = keyOnHosts("git.example.com:2222/org/one//my @#1", "site.yaml@all#2@web@restart");
    expect(key).to.match(/^[\w.%]+@site\.yaml@all#2@web@restart$/);
    expect(keyInProject(key)).to.equal("site.yaml@all#2@web@restart");
    expect(handlerName(key)).to.deep.equal({
      project: "git.example.com:2222/org/one//my @#1",
      playbook: "site.yaml",
      play: "all",
      role: "web",
      handler: "restart",
    });
  });

  it("reads keys of the first layout, which have no playbook, and rejects what is no key", () => {
    expect(handlerName("Play@web@restart")).to.deep.equal({
      playbook: undefined,
      play: "Play",
      role: "web",
      handler: "restart",
    });
    for (const text of ["", "a@b", "a@b@c@d@e@f", "%zz@b@c", "a b@c@d", "a@b@\u001b[2J"]) {
      expect(handlerName(text), text).to.equal(undefined);
    }
  });
});

import { expect } from "chai";
import { loaded, loadFiles, reported } from "./temporary-project.ts";

const SITE = `- name: Everything
  hosts: all
  become: true
  vars:
    greeting: "Hello {{ who }}"
  roles:
    - base
    - role: web
      vars: { who: web }
      tags: [web, "http,tls"]
      when: port > 80
  tasks:
    - name: Say
      debug:
        msg: "{{ greeting }} {{ answer.stdout }}"
      notify: restart
    - command: uptime
      register: answer
      changed_when: false
      loop: [1, 2]
    - assert:
        that:
          - answer.rc == 0
          - defined("later")
  handlers:
    - name: restart
      command: "true"
`;

const FILES = {
  "site.yaml": SITE,
  "roles/base/tasks/main.yaml":
    "- template:\n    src: motd.hbs\n    dest: /etc/motd\n    mode: '0644'\n  notify: reload\n",
  "roles/base/handlers/main.yaml": "- name: Reload it\n  listen: reload\n  command: 'true'\n",
  "roles/base/templates/motd.hbs": "{{ greeting }}\n",
  "roles/base/defaults/main.yaml": "who: world\nport: 8080\n",
  "roles/web/meta/main.yaml": "dependencies: [shared]\n",
  "roles/web/tasks/main.yaml": "- copy: { src: index.html, dest: /srv/index.html }\n",
  "files/index.html": "<p>\n",
  "roles/shared/tasks/main.yaml": "- set_fact:\n    answered: !cel answer.stdout\n",
};

describe("load", () => {
  it("reads plays, roles in dependency order, tasks and handlers", async () => {
    const { project, hosts } = loaded(await loadFiles(FILES));
    const [play] = project.playbooks[0]?.plays ?? [];
    expect(play?.roles.map(({ role }) => role.name)).to.deep.equal(["base", "shared", "web"]);
    expect(play?.roles.map(({ tags }) => tags)).to.deep.equal([[], ["web", "http", "tls"], ["web", "http", "tls"]]);
    expect(play?.tasks.map(({ module }) => module)).to.deep.equal(["debug", "command", "assert"]);
    expect(play?.tasks[1]?.args.entries.get("cmd")?.value).to.include({ kind: "literal", value: "uptime" });
    expect(play?.tasks[1]?.origin).to.deep.equal({ file: "site.yaml", line: 17, col: 7, end: 14 });
    expect(hosts.map(({ name }) => name)).to.deep.equal(["server1", "server2"]);
  });

  it("compiles a role's template and finds a file of the project", async () => {
    const { project } = loaded(await loadFiles(FILES));
    const [base, , web] = project.playbooks[0]?.plays[0]?.roles ?? [];
    const template = base?.role.tasks[0]?.sources.get("src");
    expect(template?.path).to.match(/roles\/base\/templates\/motd\.hbs$/);
    expect(template?.template?.text).to.equal("{{ greeting }}\n");
    // The project's folder has a random name, so only the end of the path is known.
    expect(web?.role.tasks[0]?.sources.get("src")?.path)
      .to.match(/\/files\/index\.html$/)
      .and.not.include("/roles/");
  });

  it("keeps the text of every file under the name that origins use", async () => {
    const { project } = loaded(await loadFiles(FILES));
    expect(project.sources.get("site.yaml")).to.equal(SITE);
    expect([...project.sources.keys()]).to.include.members(["inventory.yaml", "roles/base/templates/motd.hbs"]);
  });

  it("compiles conditions as expressions, with or without a tag", async () => {
    const { project } = loaded(await loadFiles(FILES));
    const that = project.playbooks[0]?.plays[0]?.tasks[2]?.args.entries.get("that")?.value;
    expect(that?.kind === "list" && that.items.map(({ kind }) => kind)).to.deep.equal(["cel", "cel"]);
  });

  it("reports no undefined names if a file that may define them cannot be read", async () => {
    const outcome = await loadFiles({ ...FILES, "roles/base/defaults/main.yaml": "who: [\n" });
    expect(reported(outcome)).to.deep.equal(["roles/base/defaults/main.yaml:2:1 load/yaml"]);
  });

  it("reports all faults at once, sorted by file and line", async () => {
    const outcome = await loadFiles({
      "site.yaml":
        "- hosts: mian\n  taks: []\n  tasks:\n    - debgu: { msg: x }\n      register: done\n    - debug: { msg: '{{ done }} {{ dnoe }}' }\n",
      "inventory.yaml": "all:\n  host: {}\n  children: { main: { hosts: { a: } } }\n",
    });
    expect(reported(outcome)).to.deep.equal([
      "inventory.yaml:2:3 load/unknown-key",
      "site.yaml:1:10 inventory/unknown-pattern",
      "site.yaml:2:3 load/unknown-key",
      "site.yaml:4:7 load/unknown-module",
      "site.yaml:6:36 load/undefined-name",
    ]);
  });
});

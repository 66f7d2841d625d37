import { expect } from "chai";
import { ANSIBLE_KEYWORDS, KEYWORDS, PLACES, type Keyword } from "../../../src/load/schemas/catalogue.ts";
import { registry } from "../../../src/modules/registry.ts";
import { loadFiles } from "../temporary-project.ts";

/** What the examples name. */
const SURROUNDINGS = {
  "inventory.yaml": "{ web: { hosts: { server1: , server2: }, vars: { with_web: true } } }\n",
  "web.yaml": "- hosts: web\n",
  "versions.yaml": "app_version: 1\n",
  "users.yaml": "- debug: { msg: users }\n",
  "files/app.conf": "x\n",
  "templates/chrony.conf": "pool pool.ntp.org\n",
  "roles/app/tasks/main.yaml": "- debug: { msg: app }\n",
  "roles/common/tasks/main.yaml": "- debug: { msg: common }\n",
  "roles/users/tasks/main.yaml": "- debug: { msg: users }\n",
  "roles/nginx/tasks/main.yaml": "- debug: { msg: nginx }\n",
  "roles/nginx/tasks/site.yaml": "- debug: { msg: site }\n",
  "roles/nginx/vars/site.yaml": "site_name: main\n",
  "roles/nginx/defaults/main.yaml": "http_port: 80\nwith_users: true\n",
  "roles/nginx/defaults/small.yaml": "http_port: 80\n",
  "roles/nginx/handlers/main.yaml": "- { name: Reload nginx, service: { name: nginx, state: reloaded } }\n",
  "roles/nginx/handlers/reload.yaml": "- { name: Reload nginx, service: { name: nginx, state: reloaded } }\n",
  "roles/nginx/verify/main.yaml": "- debug: { msg: verified }\n",
};
const HANDLERS = "  handlers:\n    - { name: Restart chrony, service: { name: chrony, state: restarted } }\n";
const OF_PLAYBOOKS = ["play", "import of a playbook", "role of a play"];

/** A project with the example of a keyword in its place. */
function projectWith({ places: [place = ""], example }: Keyword): Record<string, string> {
  if (OF_PLAYBOOKS.includes(place)) return { "site.yaml": `${example}\n` };
  if (place === "role's meta") {
    return { "site.yaml": "- hosts: web\n  roles: [nginx]\n", "roles/nginx/meta/main.yaml": `${example}\n` };
  }
  return { "site.yaml": `- hosts: web\n  tasks:\n${example.replace(/^/gm, "    ")}\n${HANDLERS}` };
}

describe("load/schemas/catalogue", () => {
  it("describes every keyword, and has an example of it", () => {
    const described = KEYWORDS.flatMap(({ name, places }) => places.map((place) => `${place}: ${name}`));
    const accepted = Object.entries(PLACES).flatMap(([place, properties]) =>
      Object.entries(properties).flatMap(([name, { type }]) => (type === undefined ? [] : [`${place}: ${name}`])),
    );
    expect(accepted.filter((keyword) => !described.includes(keyword))).to.deep.equal([]);
  });

  it("describes in sentences", () => {
    const texts = [
      ...KEYWORDS.map(({ description }) => description),
      ...ANSIBLE_KEYWORDS.map(({ instead }) => instead),
    ];
    expect(texts.filter((text) => !/^[A-Z`].*\.$/s.test(text))).to.deep.equal([]);
  });

  for (const keyword of KEYWORDS) {
    it(`has an example of ${keyword.name} that works (${keyword.places[0] ?? ""})`, async () => {
      expect(keyword.example).to.match(new RegExp(`\\b${keyword.name}:`));
      const outcome = await loadFiles({ ...SURROUNDINGS, ...projectWith(keyword) }, { registry });
      expect(outcome.ok ? [] : outcome.faults).to.deep.equal([]);
    });
  }
});

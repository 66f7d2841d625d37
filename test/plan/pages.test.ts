import { expect } from "chai";
import { pagesOf } from "../../src/plan/pages.ts";
import { planProject } from "../../src/plan/plan-project.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

describe("plan/pages", () => {
  it("are the declared ports with `page`, on the hosts of their groups, and of one page the last port", async () => {
    const ports = [
      '{ for: web, port: "{{ web_port }}", address: 192.0.2.1, page: Web }',
      "{ for: web, port: 81, address: 127.0.0.1, page: Web }",
      "{ for: shop, port: 82, group: db, page: Shop }",
      "{ for: inner, port: 83, address: 127.0.0.1 }",
    ].join(", ");
    const project = loaded(
      await loadFiles({
        "inventory.yaml": "all: { hosts: { server1: }, children: { db: { hosts: { server2: } } } }\n",
        "site.yaml": '- hosts: all\n  roles: [web]\n  tasks: [{ debug: { msg: "{{ json project_roles }}" } }]\n',
        "roles/web/tasks/main.yaml": "- debug: { msg: x }\n",
        "roles/web/defaults/main.yaml": "web_port: 80\n",
        "roles/web/meta/main.yaml": `provides: { ports: [${ports}] }\n`,
      }),
    );
    const { plan } = planProject(project, { tags: [], skip: [] });
    const pages = pagesOf(project, plan).map(
      ({ name, host, address, port }) => `${name} ${host.name} ${address}:${port}`,
    );
    expect(pages).to.deep.equal(["Web server1 127.0.0.1:81", "Web server2 127.0.0.1:81", "Shop server2 127.0.0.1:82"]);
  });
});

import { expect } from "chai";
import { declarationFaults } from "../../src/plan/check-declarations.ts";
import { planProject } from "../../src/plan/plan-project.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const TASKS = "- debug: { msg: x }\n";

/** The faults of two roles with these declarations, each with its position and details. */
async function faults(
  web: string,
  db: string,
  defaults = "web_port: 80\ndb_port: 81\n",
  vars = "{}",
): Promise<string[]> {
  const project = loaded(
    await loadFiles({
      "inventory.yaml": "all: { hosts: { server1: }, children: { db: { hosts: { server2: } } } }\n",
      "site.yaml": `- hosts: all\n  vars: ${vars}\n  roles: [web, db]\n  tasks: [{ debug: { msg: "{{ json project_roles }}" } }]\n`,
      "roles/web/tasks/main.yaml": TASKS,
      "roles/db/tasks/main.yaml": TASKS,
      "roles/web/defaults/main.yaml": defaults,
      "roles/web/meta/main.yaml": `provides: ${web}\n`,
      "roles/db/meta/main.yaml": `dependencies: [web]\nprovides: ${db}\n`,
    }),
  );
  const { plan } = planProject(project, { tags: [], skip: [] });
  return declarationFaults(project, plan).map(({ origin, message, details = [], hint }) =>
    [origin ? `${origin.file}:${origin.line}:${origin.col}` : "-", message, ...details, hint].join("\n"),
  );
}

const port = (name: string, rest = "") => `{ ports: [{ for: ${name}, port: "{{ ${name}_port }}"${rest} }] }`;

describe("plan/check-declarations: ports", () => {
  it("rejects two uses of one port on a host, with both variables and their positions", async () => {
    expect(
      await faults(port("web"), port("db", ", group: db"), "web_port: 80\ndb_port: 81\n", "{ db_port: 80 }"),
    ).to.deep.equal([
      [
        "site.yaml:2:20",
        "Port 80 of server2 is declared twice: for web and for db.",
        "web_port is set at roles/web/defaults/main.yaml:1:11",
        "db_port is set at site.yaml:2:20",
        "Give one of them another port: set `web_port` or `db_port`.",
      ].join("\n"),
    ]);
  });

  it("follows variables to those whose values are written", async () => {
    const [fault = ""] = await faults(
      port("web"),
      port("db"),
      'web_port: "{{ base }}"\ndb_port: !cel base\nbase: 80\n',
    );
    expect(fault).to.contain("base is set at roles/web/defaults/main.yaml:3:7");
    expect(fault).not.to.contain("web_port is set");
  });

  it("names the variable itself if its default depends only on facts", async () => {
    const defaults = "web_port: !cel 'defined(facts) ? 80 : 80'\ndb_port: 80\n";
    expect(await faults(port("web"), port("db"), defaults)).to.deep.equal([]);
    const [fault = ""] = await faults(port("web"), port("db"), "web_port: !cel size(groups.all) + 78\ndb_port: 80\n");
    expect(fault).to.contain("web_port is set at roles/web/defaults/main.yaml:1:");
  });

  const CASES: readonly (readonly [string, string, string, boolean])[] = [
    ["different ports", "", "", false],
    ["the same port at one address", ", address: 10.0.0.1", ", address: 10.0.0.1", true],
    ["the same port at two addresses", ", address: 10.0.0.1", ", address: 127.0.0.1", false],
    ["the same port at one address and at all", ", address: 10.0.0.1", "", true],
    ["the same port at 0.0.0.0 and at one address", ", address: 0.0.0.0", ", address: 10.0.0.1", true],
    ["the same port, but never at the same time", ", when: false", "", false],
    ["the same port in groups without a common host", ", group: nobody", "", false],
    ["a port that depends on facts", ', when: !cel facts.os.x == "y"', "", false],
  ];
  for (const [title, first, second, conflicts] of CASES) {
    it(`${conflicts ? "rejects" : "accepts"} ${title}`, async () => {
      const same = title === "different ports" ? "web_port: 80\ndb_port: 81\n" : 'web_port: 80\ndb_port: "80"\n';
      const found = await faults(port("web", first), port("db", second), same);
      expect(found.length > 0).to.equal(conflicts);
    });
  }
});

describe("plan/check-declarations: heaps", () => {
  const memory = (heap: string, size: string) => `{ memory: [{ for: web, size: ${size}, heap: ${heap} }] }`;

  it("rejects a heap that does not fit its memory limit, with both sizes and variables", async () => {
    const defaults = "web_heap: 90g\nweb_limit: 2g\n";
    expect(
      await faults(memory('"{{ web_heap }}"', '"{{ web_limit }}"'), "{}", defaults, "{ web_limit: 3g }"),
    ).to.deep.equal([
      [
        "site.yaml:2:22",
        "The heap of web, 90g, does not fit its memory limit, 3g.",
        "web_heap is set at roles/web/defaults/main.yaml:1:11",
        "web_limit is set at site.yaml:2:22",
        "Lower `web_heap`, or raise `web_limit` above it.",
      ].join("\n"),
    ]);
  });

  for (const [heap, size, fits] of [
    ["1g", "2g", true],
    ["2g", "2g", false],
    ["2048m", "2g", false],
    ["1025m", "1g", false],
    ["!cel facts.os.heap", "1g", true],
  ] as const) {
    it(`${fits ? "accepts" : "rejects"} a heap of ${heap} in ${size}`, async () => {
      expect((await faults(memory(heap, size), "{}")).length === 0).to.equal(fits);
    });
  }
});

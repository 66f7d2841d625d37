import { expect } from "chai";
import type { LoadedProject, ProjectRequest } from "../../src/inventory/load-project.ts";
import { hostLayers } from "../../src/inventory/variables.ts";
import { createScope } from "../../src/language/scope.ts";
import { load, loaded, loadFiles, reported, withProject } from "../load/temporary-project.ts";

const SITE = "- hosts: all\n";

async function project(files: Readonly<Record<string, string>>, request: Partial<ProjectRequest> = {}) {
  return loaded(await loadFiles({ "site.yaml": SITE, ...files }, request));
}

function variable({ inventory }: LoadedProject, hostName: string, name: string): unknown {
  const host = inventory.hosts.get(hostName);
  if (!host) throw new Error(`no host ${hostName}`);
  const outcome = createScope(hostLayers(inventory, host)).lookup(name);
  return outcome?.ok ? outcome.value : outcome?.faults;
}

const LAYERED = {
  "inventory.yaml": `all:
  vars: { a: all, b: all, c: all, d: all, e: all }
  children:
    inner: { vars: { c: inner, d: inner }, hosts: { h: { e: host } } }
    outer: { children: { inner: }, vars: { b: outer, c: outer } }
`,
  "group_vars/inner.yaml": "d: file\n",
  "group_vars/inner/more.yaml": "d: folder\nf: folder\n",
  "host_vars/h.yaml": "g: host file\n",
  ".env": "a=env\nz=env\n",
};

describe("inventory/load-project: inventory", () => {
  it("orders groups by depth, not by their order in the file", async () => {
    const { inventory } = await project(LAYERED);
    expect(inventory.hosts.get("h")?.groups).to.deep.equal(["all", "outer", "inner"]);
  });

  const siblings = (vars: string) =>
    project({
      "inventory.yaml": `all:
  children:
    zebra: { vars: { x: zebra, ${vars} }, hosts: { h: } }
    mouse: { vars: { x: mouse }, hosts: { h: }, children: { ant: { vars: { y: ant }, hosts: { h: } } } }
    apple: { vars: { x: apple, y: apple }, hosts: { h: } }
`,
    });

  it("orders groups at the same depth by name, whatever their order in the file", async () => {
    const found = await siblings("");
    expect(found.inventory.hosts.get("h")?.groups).to.deep.equal(["all", "apple", "mouse", "zebra", "ant"]);
    expect([variable(found, "h", "x"), variable(found, "h", "y")]).to.deep.equal(["zebra", "ant"]);
  });

  it("orders groups at the same depth by ansible_group_priority first", async () => {
    const found = await siblings("y: low, ansible_group_priority: -1");
    expect(variable(found, "h", "x")).to.equal("mouse");
    const high = await siblings("y: high, ansible_group_priority: '10'");
    expect([variable(high, "h", "x"), variable(high, "h", "y")]).to.deep.equal(["zebra", "ant"]);
  });

  it("gives precedence to narrower groups and to the host", async () => {
    const found = await project(LAYERED);
    const values = "abcdefgz".split("").map((name) => variable(found, "h", name));
    expect(values).to.deep.equal(["all", "outer", "inner", "file", "host", "folder", "host file", "env"]);
  });

  it("merges several inventories in order", async () => {
    const files = {
      "more.yaml": "web: { hosts: { server1: { x: 2 }, extra: } }\n",
      "inventory.yaml": "all: { hosts: { server1: { x: 1 } } }\n",
    };
    const found = await project(files, { inventories: ["inventory.yaml", "more.yaml"] });
    expect([...found.inventory.hosts.keys()]).to.deep.equal(["server1", "extra"]);
    expect(variable(found, "server1", "x")).to.equal(2);
  });

  it("gives the environment precedence over .env", async () => {
    const files = {
      "inventory.yaml": 'all: { hosts: { a: { address: "{{ SERVER1 }}" }, b: { address: "{{ SERVER2 }}" } } }\n',
      ".env": "SERVER1=192.0.2.1\n",
    };
    const { settings } = await project(files, { env: { SERVER1: "192.0.2.8", SERVER2: "192.0.2.9", OTHER: "x" } });
    expect([...settings.values()].map(({ address }) => address)).to.deep.equal(["192.0.2.8", "192.0.2.9"]);
  });
});

describe("inventory/load-project: connection settings", () => {
  it("has defaults", async () => {
    const { settings } = await project({ "inventory.yaml": "all: { hosts: { a: } }\n" });
    expect(settings.get("a")).to.deep.include({
      type: "ssh",
      address: "a",
      serviceAddress: "a",
      port: undefined,
      user: undefined,
    });
  });

  it("accepts Ansible's names and resolves paths against home and project", async () => {
    const inventory = `all:
  vars: { ansible_user: deploy, ansible_become: true, private_key_file: ~/key }
  hosts: { a: { ansible_host: 192.0.2.1, ansible_port: 2222, known_hosts_file: known_hosts } }
`;
    const files = { "site.yaml": SITE, "inventory.yaml": inventory, "home/key": "x" };
    await withProject(files, async (root) => {
      const { settings } = loaded(await load(root, { env: { HOME: `${root}/home` } }));
      expect(settings.get("a")).to.deep.equal({
        type: "ssh",
        address: "192.0.2.1",
        serviceAddress: "192.0.2.1",
        port: 2222,
        user: "deploy",
        password: undefined,
        jump: undefined,
        privateKeyFile: `${root}/home/key`,
        knownHostsFile: `${root}/known_hosts`,
        become: true,
        becomeUser: undefined,
      });
    });
  });

  it("checks only the hosts that a run connects to", async () => {
    const files = { "inventory.yaml": "all: { hosts: { a: { address: x }, b: { address: x } } }\n" };
    expect((await project(files, { limit: "a" })).hosts.map(({ name }) => name)).to.deep.equal(["a"]);
    expect(reported(await loadFiles({ "site.yaml": SITE, ...files }))).to.deep.equal([
      "inventory.yaml:1:50 inventory/same-address",
    ]);
  });

  it("reports each wrong setting once, where it is written", async () => {
    const inventory = `all:
  hosts:
    b: { address: [1] }
    c: { become: "yes", connection: docker, service_address: [] }
`;
    expect(reported(await loadFiles({ "site.yaml": SITE, "inventory.yaml": inventory }))).to.deep.equal([
      "inventory.yaml:3:19 inventory/bad-setting",
      "inventory.yaml:4:18 inventory/bad-setting",
      "inventory.yaml:4:37 inventory/bad-setting",
      "inventory.yaml:4:62 inventory/bad-setting",
    ]);
  });

  it("gives precedence to -e", async () => {
    const extraVars = { name: "-e", variables: new Map([["ssh_port", { from: "data", value: "2022" } as const]]) };
    expect((await project({}, { extraVars })).settings.get("server1")?.port).to.equal(2022);
  });

  it("suggests .env for an undefined address in capital letters", async () => {
    const outcome = await loadFiles({
      "site.yaml": SITE,
      "inventory.yaml": 'all: { hosts: { a: { address: "{{ SERVER1 }}" } } }\n',
    });
    expect(outcome.ok ? [] : outcome.faults.map(({ hint }) => hint)).to.deep.equal([
      "Write SERVER1=… into .env in the project's folder.",
    ]);
  });
});

describe("inventory/load-project: limit", () => {
  it("reads patterns from a file", async () => {
    const { hosts } = await project({ "these.txt": "# ours\nworker\n\n!server1\n" }, { limit: "@these.txt" });
    expect(hosts.map(({ name }) => name)).to.deep.equal(["server2"]);
  });

  for (const limit of ["", ",", "@empty.txt", "main:!main"]) {
    it(`rejects ${JSON.stringify(limit)} instead of running on all hosts`, async () => {
      expect(reported(await loadFiles({ "site.yaml": SITE, "empty.txt": "\n" }, { limit }))).to.deep.equal([
        "inventory/empty-limit",
      ]);
    });
  }
});

import { expect } from "chai";
import type { LoadedProject, ProjectRequest } from "../../src/inventory/load-project.ts";
import type { HostSettings } from "../../src/inventory/settings.ts";
import { createScope } from "../../src/language/scope.ts";
import { hostLayers } from "../../src/inventory/variables.ts";
import { loaded, loadFiles, reported } from "../load/temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const SITE = { "site.yaml": "- hosts: all\n" };

async function project(files: Files, request: Partial<ProjectRequest> = {}): Promise<LoadedProject> {
  return loaded(await loadFiles({ ...SITE, ...files }, request));
}

/** The settings of host `a`. */
async function settingsOf(files: Files, request: Partial<ProjectRequest> = {}): Promise<HostSettings | undefined> {
  return (await project(files, request)).settings.get("a");
}

function variableOf({ inventory }: LoadedProject, name: string): unknown {
  const host = inventory.hosts.get("a");
  if (!host) throw new Error("no host a");
  const outcome = createScope(hostLayers(inventory, host)).lookup(name);
  return outcome?.ok ? outcome.value : outcome?.faults;
}

const host = (vars: string): Files => ({ "inventory.yaml": `all: { hosts: { a: { ${vars} } } }\n` });

const extra = (variables: Readonly<Record<string, string>>): Partial<ProjectRequest> => ({
  extraVars: {
    name: "-e",
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, { from: "data", value } as const])),
  },
});

async function faultOf(files: Files): Promise<{ message: string; hint: string } | undefined> {
  const outcome = await loadFiles({ ...SITE, ...files });
  return outcome.ok ? undefined : { message: outcome.faults[0].message, hint: outcome.faults[0].hint };
}

const SHORT = "port: 2434, user: u, private_key_file: site.yaml, known_hosts_file: k, become: true, become_user: b";

describe("inventory/settings: names", () => {
  it("reads the short names in the inventory file, on a host and in a group's vars", async () => {
    const group = { "inventory.yaml": `all: { hosts: { a: }, vars: { ${SHORT}, connection: local } }\n` };
    for (const files of [host(`${SHORT}, connection: local`), group]) {
      const found = await settingsOf(files);
      expect(found).to.include({ type: "local", port: 2434, user: "u", become: true, becomeUser: "b" });
      expect(found?.privateKeyFile).to.match(/\/site\.yaml$/);
      expect(found?.knownHostsFile).to.match(/\/k$/);
    }
  });

  it("makes no variable of a short name in the inventory file", async () => {
    const found = await project(host(`${SHORT}, connection: local`));
    const names = ["port", "user", "private_key_file", "known_hosts_file", "become", "become_user", "connection"];
    expect(names.map((name) => variableOf(found, name))).to.deep.equal(names.map(() => undefined));
  });

  it("takes a short name elsewhere as a variable that moves no connection", async () => {
    const vars = "port: 1\nuser: www\nprivate_key_file: none\nbecome: true\nbecome_user: x\nconnection: local\n";
    for (const file of ["group_vars/all.yaml", "host_vars/a.yaml"]) {
      const found = await project({ ...host(""), [file]: vars });
      expect(found.settings.get("a")).to.include({
        ...{ type: "ssh", port: undefined, user: undefined, privateKeyFile: undefined, become: undefined },
        becomeUser: undefined,
      });
      expect(variableOf(found, "user")).to.equal("www");
    }
    const given = await settingsOf(host("port: 2022"), extra({ port: "9", user: "x", become: "true" }));
    expect(given).to.include({ port: 2022, user: undefined, become: undefined });
  });

  const LONG = ["ssh", "ansible"].map((prefix) => `${prefix}_host: h\n${prefix}_port: 2\n${prefix}_user: u\n`);
  for (const vars of LONG) {
    it(`reads ${vars.split("_")[0] ?? ""}_* wherever variables of the inventory may stand`, async () => {
      const inVars = { "inventory.yaml": `all: { hosts: { a: }, vars: { ${vars.trim().replaceAll("\n", ", ")} } }\n` };
      const places = [inVars, host(vars.trim().replaceAll("\n", ", ")), { ...host(""), "group_vars/all.yaml": vars }];
      for (const files of [...places, { ...host(""), "host_vars/a.yaml": vars }]) {
        expect(await settingsOf(files)).to.include({ address: "h", port: 2, user: "u" });
      }
    });
  }

  it("reads ssh_* and ansible_* from -e, above the inventory", async () => {
    const request = extra({ ssh_port: "2022", ansible_user: "me", ansible_become: "true", ssh_host: "192.0.2.7" });
    const files = host("ssh_port: 1, user: other, become: false, address: x");
    expect(await settingsOf(files, request)).to.include({ port: 2022, user: "me", become: true, address: "192.0.2.7" });
  });

  it("reads every further name that Ansible has", async () => {
    const vars = "ansible_ssh_host: h, ansible_ssh_port: 2, ansible_ssh_user: u, ansible_private_key_file: site.yaml";
    const more = "ansible_become: true, ansible_become_user: b, ansible_connection: ansible.builtin.local";
    const found = await settingsOf(host(`${vars}, ${more}, ssh_known_hosts_file: k`));
    expect(found).to.include({ address: "h", port: 2, user: "u", become: true, becomeUser: "b", type: "local" });
    expect(found?.privateKeyFile).to.match(/\/site\.yaml$/);
    expect(found?.knownHostsFile).to.match(/\/k$/);
  });

  it("gives precedence to the narrower place, whatever the name", async () => {
    const files = { "inventory.yaml": "all: { hosts: { a: { port: 3 } }, vars: { ssh_port: 1, ansible_user: u } }\n" };
    expect(await settingsOf({ ...files, "group_vars/all.yaml": "ansible_port: 2\n" })).to.include({
      port: 3,
      user: "u",
    });
  });

  it("says that a template cannot read a setting", async () => {
    const site = "- hosts: all\n  tasks:\n    - { name: A, command: 'echo {{ port }}' }\n";
    const outcome = await loadFiles({ ...host("port: 2434"), "site.yaml": site });
    expect(reported(outcome)).to.deep.equal(["site.yaml:3:36 load/undefined-name"]);
    expect(outcome.ok ? "" : outcome.faults[0].hint).to.include("`port` is a connection setting and not a variable");
    expect(await faultOf(host("port: 1, address: 'h{{ port }}'"))).to.deep.equal({
      message: "The address of a comes from `port`, which is a connection setting and not a variable.",
      hint: "Write the value itself, or define a variable of another name and use it in both places.",
    });
  });
});

describe("inventory/settings: addresses", () => {
  const cases = {
    "the host's name": ["", "a", "a", "a"],
    "the address": ["address: 192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"],
    "what SSH connects to": ["ansible_host: 192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"],
    "each its own": ["address: x, ssh_host: y, service_address: z", "y", "x", "z"],
    "one made from the other": ["ssh_host: '{{ address }}.example'", "a.example", "a", "a"],
  };
  for (const [title, [vars = "", connected, address, service]] of Object.entries(cases)) {
    it(`are ${title}`, async () => {
      const found = await project(host(vars));
      expect(found.settings.get("a")).to.include({ address: connected, serviceAddress: service });
      expect([variableOf(found, "address"), variableOf(found, "service_address")]).to.deep.equal([address, service]);
    });
  }
});

describe("inventory/settings: values", () => {
  for (const name of ["user", "port", "private_key_file", "known_hosts_file", "become", "become_user", "connection"]) {
    for (const value of ["", "''", "' '"]) {
      it(`rejects ${name}: ${value}`, async () => {
        expect(await faultOf(host(`${name}: ${value}`))).to.deep.equal({
          message: `The ${name} of a is empty.`,
          hint: `Write a value after \`${name}:\`, or remove the line.`,
        });
      });
    }
  }

  const hints = {
    "become: 'yes'": "Write `become: true`, without quotes.",
    "ansible_become: no": "Write `ansible_become: false`, without quotes.",
    "user: 1000": 'Write `user: "1000"`.',
    "user: a b": "Set user to the name of a user.",
    "user: -oProxyCommand=x": "Set user to the name of a user.",
    'private_key_file: "a\\nb"': "Set private_key_file to one line without control characters.",
    "address: 192.0.2.1:2222": "Write `address: 192.0.2.1, ssh_port: 2222`.",
    "ansible_host: me@web1": "Write `ansible_host: web1, ssh_user: me`.",
    "address: http://web1/": "Write `address: web1`.",
    "address: '[2001:db8::1]:22'": "Write `address: 2001:db8::1, ssh_port: 22`.",
    "address: a b": "Set address to a host name or an IP address.",
    "address: -x": "Set address to a host name or an IP address.",
    "service_address: 'a;b'": "Set service_address to a host name or an IP address.",
    "port: 0x16": undefined,
    "port: '0x16'": "Set port to a number from 1 to 65535.",
    "port: 22 # x": undefined,
    "ansible_connection: docker": "Set ansible_connection to ssh or local.",
  };
  for (const [vars, hint] of Object.entries(hints)) {
    it(`${hint === undefined ? "accepts" : "rejects"} ${vars}`, async () => {
      const files = { "inventory.yaml": `all:\n  hosts:\n    a:\n      ${vars}\n` };
      expect((await faultOf(files))?.hint).to.equal(hint);
    });
  }

  it("accepts words for a boolean that comes as text", async () => {
    const files = { ...host("become: '{{ BECOME }}'"), ".env": "BECOME=true\n" };
    expect(await settingsOf(files)).to.include({ become: true });
  });
});

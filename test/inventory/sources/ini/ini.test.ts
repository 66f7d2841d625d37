import { expect } from "chai";
import { createScope } from "../../../../src/language/scope.ts";
import { hostLayers } from "../../../../src/inventory/variables.ts";
import { load, loaded, reported, withProject } from "../../../load/temporary-project.ts";

const SITE = { "site.yaml": "- hosts: all\n" };

const read = (text: string, name = "hosts.ini") =>
  withProject({ ...SITE, [name]: text }, (root) => load(root, { inventories: [name] }));

const project = async (text: string, name?: string) => loaded(await read(text, name));

async function groups(text: string, name?: string) {
  const { inventory } = await project(text, name);
  return Object.fromEntries([...inventory.groups.values()].map((group) => [group.name, group.hosts.join(" ")]));
}

/** The value of a variable of each host. */
async function values(text: string, variable: string) {
  const { inventory, typing } = await project(text);
  const entries = [...inventory.hosts.values()].map((host) => {
    const outcome = createScope(hostLayers(inventory, host), typing).lookup(variable);
    return [host.name, outcome?.ok ? outcome.value : outcome?.faults[0].code] as const;
  });
  return Object.fromEntries(entries);
}

async function problems(text: string) {
  const outcome = await read(text);
  return outcome.ok
    ? []
    : outcome.faults.map(({ message, hint, origin }) => `${origin?.line}:${origin?.col} ${message} ${hint}`);
}

describe("inventory/sources/ini", () => {
  const GROUPS = `; comment
lone

[web] # the web servers
web[01:03]
db1

# [commented]
[db]
db1 a=1
db2:2222

[site:children]
web
db   # both

[empty]
`;

  it("reads hosts, groups, children, ranges and comments", async () => {
    expect(await groups(GROUPS)).to.include({
      all: "lone web01 web02 web03 db1 db2",
      web: "web01 web02 web03 db1",
      db: "db1 db2",
      site: "web01 web02 web03 db1 db2",
      empty: "",
    });
  });

  for (const name of ["hosts", "inventory.cfg", "production", "hosts.yaml"]) {
    it(`knows INI by its content in a file named ${name}`, async () => {
      expect(await groups("[web]\nw1 a=1\n", name)).to.include({ web: "w1" });
      expect(await groups("w[1:2] a=1\n", name)).to.include({ all: "w1 w2" });
    });
  }

  it("reads names of hosts alone, unless the file is named as YAML", async () => {
    expect(await groups("# ours\na\nb:2222\nc[1:2]\n", "hosts")).to.include({ all: "a b c1 c2" });
  });

  it("reads values of hosts and of groups as Python literals", async () => {
    const text = `[web]
w1 a=5 b="x y" c='"5"' d=True e=true f="[1, 'two']" g=010 h= i=it\\'s
w2 a='{"k": None}'
[web:vars]
a = 7
j = quoted "text" # kept
`;
    expect(await values(text, "a")).to.deep.equal({ w1: 5, w2: { k: null } });
    for (const [name, value] of [
      ["b", "x y"],
      ["c", "5"],
      ["d", true],
      ["e", "true"],
      ["g", "010"],
      ["h", ""],
      ["i", "it's"],
      ["j", 'quoted "text" # kept'],
    ] as const) {
      expect((await values(text, name))["w1"], name).to.equal(value);
    }
    expect((await values(text, "f"))["w1"]).to.deep.equal([1, "two"]);
  });

  it("evaluates templates, with the position of what is wrong", async () => {
    const text = "[web]\nw1 base=/srv path='{{ base }}/x' paths=\"['{{ base }}']\"\n";
    expect(await values(text, "path")).to.deep.equal({ w1: "/srv/x" });
    expect(await values(text, "paths")).to.deep.equal({ w1: ["/srv"] });
    expect(reported(await read("w1 path='/{{ nothing }}'\n"))).to.deep.equal(["hosts.ini:1:14 load/undefined-name"]);
  });

  it("gives text the type that a variable has elsewhere", async () => {
    const text = "[web]\nw1 ready=true\n[db]\nd1 ready=True\n";
    const outcome = await withProject(
      { "site.yaml": "- hosts: all\n  vars_files: [v.yaml]\n", "v.yaml": "ready: false\n", "hosts.ini": text },
      (root) => load(root, { inventories: ["hosts.ini"] }),
    );
    const { typing, inventory } = loaded(outcome);
    const host = inventory.hosts.get("w1");
    const lookup = host && createScope(hostLayers(inventory, host), typing).lookup("ready");
    expect(lookup?.ok && lookup.value).to.equal(true);
  });

  it("reads Ansible's connection settings, on hosts and in groups", async () => {
    const { settings } = await project(`[web]
w1:2222 ansible_host=192.0.2.1 ansible_user=deploy ansible_become=yes
w2:22 ansible_port=2200 ansible_connection=local
[fe80::1]:24
[web:vars]
ansible_ssh_private_key_file=hosts.ini
ansible_become_user=root
[all:vars]
ansible_user=nobody
ansible_python_interpreter=/usr/bin/python3
`);
    const w1 = settings.get("w1");
    expect(w1).to.include({ address: "192.0.2.1", port: 2222, user: "deploy", becomeUser: "root", become: true });
    expect(w1?.privateKeyFile).to.match(/hosts\.ini$/);
    expect(settings.get("w2")).to.include({ type: "local", port: 2200, user: "nobody" });
    expect(settings.get("fe80::1")).to.include({ address: "fe80::1", port: 24 });
  });

  it("leaves short names to the project, because Ansible does not know them", async () => {
    const text = "w1 port=5432 user=postgres ansible_connection=local\n";
    expect(await values(text, "port")).to.deep.equal({ w1: 5432 });
    expect((await project(text)).settings.get("w1")).to.include({ port: undefined, user: undefined });
  });

  it("names settings that it does not have, with what to write", async () => {
    const { warnings } = await project(
      "[all:vars]\nansible_host_key_checking=false\n[web]\nw1 ansible_ssh_common_args='-o StrictHostKeyChecking=no' ansible_connection=local\n",
    );
    const hint =
      "Remove it: host keys are always checked. Name a file of accepted keys with `ssh_known_hosts_file`, or accept those of new hosts with --accept-new-host-keys.";
    expect(warnings.map(({ origin, hint }) => `${origin?.line} ${hint}`)).to.deep.equal([`2 ${hint}`, `4 ${hint}`]);
    expect(reported(await read("w1 ansible_ssh_common_args='-o ProxyJump=gw'\n"))).to.deep.equal([
      "hosts.ini:1:4 inventory/unsupported-setting",
    ]);
  });

  it("orders groups by ansible_group_priority", async () => {
    const text = "[a]\nw1\n[b]\nw1\n[a:vars]\nx=a\nansible_group_priority=10\n[b:vars]\nx=b\n";
    expect(await values(text, "x")).to.deep.equal({ w1: "a" });
  });

  it("lets a later inventory override an earlier one", async () => {
    const outcome = await withProject(
      { ...SITE, "a.yaml": "web: { hosts: { w1: { x: 1 } }, vars: { y: 1 } }\n", "b.ini": "w1 x=2\n[web:vars]\ny=2\n" },
      (root) => load(root, { inventories: ["a.yaml", "b.ini"] }),
    );
    const { inventory } = loaded(outcome);
    const host = inventory.hosts.get("w1");
    const scope = createScope(host ? hostLayers(inventory, host) : []);
    expect(["x", "y"].map((name) => scope.lookup(name))).to.deep.equal([
      { ok: true, value: 2 },
      { ok: true, value: 2 },
    ]);
  });

  const FAULTS: Readonly<Record<string, string>> = {
    "[bad group]\nx\n": "1:1 This is not the beginning of a section. Write `[group]`",
    "[web:hots]\n": "1:1 A section has no part `hots`. Write `[web:hosts]`.",
    "[web:children]\nwbe\n[web2]\nw\n": "2:1 The group `wbe` has no section. Did you mean `web`?",
    "[web]\nw\n[wen:vars]\na=1\n":
      "3:2 The group `wen`, whose variables these are, has no section. Did you mean `web`?",
    "[web]\nw1 w2\n": "2:4 `w2` after the name of a host is not a variable. Write `name=value`",
    '[web]\n  w1 a="x\n': '2:8 In this line, the quote " is not closed. ',
    "[web]\nw1\n[web:vars]\n a: 1\n": "4:2 `a: 1` is not a variable. Write `name=value`.",
    "[web]\nw1\n[site:children]\nweb db\n": "4:1 `web db` is not the name of a group. Write one group on each line.",
    "[web]\nw1 a=/{{ b }}/x c=1\n": '2:4 This template ends at the blank. Write the value in quotes: `name="{{ … }}"`.',
    "[web]\nw[2:1]\n": "2:1 `w[2:1]` is not a range of host names. ",
    "[web]\nw[01:5]\n": "2:1 `w[01:5]` is not a range of host names. Write both ends with equally many digits",
    "[web]\nw1:\n": '2:1 "w1:" cannot be the name of a host. ',
    "[web]\nme@w1 a=1\n": '2:1 "me@w1" cannot be the name of a host. Write `w1 ansible_user=me`.',
    "[web]\nw1 my-var=1\n": "2:4 ",
    "[a]\n[a:children]\nb\n[b:children]\na\n": "5:1 These groups contain each other: a → b → a. ",
  };
  for (const [text, expected] of Object.entries(FAULTS)) {
    it(`reports ${JSON.stringify(text)}`, async () => {
      const [first, ...others] = await problems(text);
      expect(others).to.deep.equal([]);
      expect(first?.slice(0, expected.length)).to.equal(expected);
    });
  }
});

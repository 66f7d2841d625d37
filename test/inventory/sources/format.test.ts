import { chmod } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { load, withProject } from "../../load/temporary-project.ts";

interface Inventory {
  readonly name: string;
  readonly content: string | Buffer;
  readonly executable?: true;
}

const SITE = { "site.yaml": "- hosts: all\n  tasks: [{debug: {msg: '{{ defined_there }}'}}]\n" };

/** The only fault of a project whose inventory has this content. */
function faultOf({ name, content, executable }: Inventory) {
  return withProject({ ...SITE, [name]: content }, async (root) => {
    if (executable) await chmod(path.join(root, name), 0o755);
    const outcome = await load(root, { inventories: [name] });
    const [first, ...others] = outcome.ok ? [] : outcome.faults;
    expect(others).to.deep.equal([]);
    return first;
  });
}

interface Case extends Inventory {
  readonly is: string;
  readonly hint: string;
}

const CONVERT = (name: string) => `Convert it with \`ansible-inventory -i ${name} --list --yaml\``;
const ADD_YAML = "Add --yaml to the command: `ansible-inventory -i SOURCE --list --yaml`";
const write = (hosts: string) => `Write each host as a key: \`all: { hosts: ${hosts} }\`.`;

const CASES: readonly Case[] = [
  {
    name: "list.yaml",
    content: "- server1\n- server2\n",
    is: "a list of hosts",
    hint: write("{ server1: {}, server2: {} }"),
  },
  { name: "maps.yaml", content: "- a: { x: 1 }\n- b:\n", is: "a list of hosts", hint: write("{ a: { … }, b: {} }") },
  { name: "numbers.yaml", content: "[[1]]\n", is: "a list", hint: write("{ server1: {}, server2: {} }") },
  {
    name: "hosts.yaml",
    content: "web1\nweb[2:9] # more\nme@web10:2222\n",
    is: "a list of hosts",
    hint: write('{ web1: {}, "web[2:9]": {}, web10: { ssh_user: me, ssh_port: 2222 } }'),
  },
  { name: "hosts", content: "a,b\n", is: "a list of hosts", hint: write("{ a: {}, b: {} }") },
  {
    name: "hosts.yml",
    content: "a\nb\nc\nd\ne\nf\n",
    is: "a list of hosts",
    hint: write("{ a: {}, b: {}, c: {}, d: {}, e: {}, … }"),
  },
  {
    name: "ssh_config",
    content: "Host web\n  HostName 192.0.2.1\n",
    is: "plain text",
    hint: write("{ server1: { address: 192.0.2.1 } }"),
  },
  {
    name: "aws_ec2.yml",
    content: "plugin: amazon.aws.aws_ec2\nregions: [us-east-1]\n",
    is: "a configuration of Ansible's inventory plugin amazon.aws.aws_ec2",
    hint: CONVERT("aws_ec2.yml"),
  },
  {
    name: "d.json",
    content: '{"_meta": {"hostvars": {}}, "web": {"hosts": {}}}',
    is: "the JSON that a dynamic inventory prints",
    hint: ADD_YAML,
  },
  { name: "d.json", content: '{"web": ["a"]}', is: "the JSON that a dynamic inventory prints", hint: ADD_YAML },
  {
    name: "d.json",
    content: '{"all": {"children": ["web"]}}',
    is: "the JSON that a dynamic inventory prints",
    hint: ADD_YAML,
  },
  {
    name: "site2.yaml",
    content: "- hosts: all\n",
    is: "a playbook",
    hint: "Name the inventory after -i, and playbooks without a flag.",
  },
  { name: "h.toml", content: '[[hosts]]\nname = "a"\n', is: "a TOML file", hint: CONVERT("h.toml") },
  { name: "h", content: "[all.hosts.a]\nx = 1\n", is: "a TOML file", hint: CONVERT("h") },
];

describe("inventory/sources/format", () => {
  for (const { is, hint, ...inventory } of CASES) {
    it(`names ${is}: ${JSON.stringify(String(inventory.content)).slice(0, 30)}`, async () => {
      const fault = await faultOf(inventory);
      expect(fault?.code).to.equal("inventory/format");
      expect(fault?.message).to.match(/but (only YAML, INI and programs are read|must be a map of groups)\.$/);
      expect(fault?.message).to.include(`The inventory ${inventory.name} is ${is}, but`);
      expect(fault?.hint).to.include(hint);
    });
  }

  it("reads an executable file of YAML, because some file systems have no modes", async () => {
    const content = "all: { hosts: { a: { defined_there: 1 } } }\n";
    expect(await faultOf({ name: "i.yaml", content, executable: true })).to.equal(undefined);
  });

  it("names an inventory that other projects would have by default", async () => {
    const outcome = await withProject({ ...SITE, "hosts.ini": "[web]\na\n" }, (root) =>
      load(root, { inventories: [] }),
    );
    expect(outcome.ok ? "" : outcome.faults[0].hint).to.equal("To use hosts.ini, name it with -i.");
  });
});

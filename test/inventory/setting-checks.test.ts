import { expect } from "chai";
import type { Fault } from "../../src/errors/fault.ts";
import { loaded, loadFiles, reported } from "../load/temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const SITE = "- hosts: all\n";
const ON_HOST = (vars: string) => ({ "inventory.yaml": `all:\n  hosts:\n    a:\n      ${vars}\n` });

/** Each warning of a project, as `code: hint`. */
async function warnings(files: Files): Promise<string[]> {
  const outcome = await loadFiles({ "site.yaml": SITE, ...files });
  return loaded(outcome).warnings.map(({ code, hint }) => `${code}: ${hint}`);
}

async function faults(files: Files): Promise<string[]> {
  const outcome = await loadFiles({ "site.yaml": SITE, ...files });
  return outcome.ok ? [] : outcome.faults.map(({ code, hint }) => `${code}: ${hint}`);
}

describe("inventory/setting-checks: misspelt names", () => {
  const meant: Readonly<Record<string, string>> = {
    "adress: x": "address",
    "addres: x": "address",
    "prot: 22": "port",
    "usr: x": "user",
    "becom: true": "become",
    "becomeuser: x": "become_user",
    "service_adress: x": "service_address",
    "private_keyfile: x": "private_key_file",
    "known_host_file: x": "known_hosts_file",
    "conection: local": "connection",
    "ssh_prot: 22": "ssh_port",
    "ssh_key: x": "ssh_private_key_file",
    "host: x": "address",
    "ip: x": "address",
    "sudo: true": "become",
  };
  for (const [vars, name] of Object.entries(meant)) {
    it(`warns that ${vars} may mean ${name}`, async () => {
      expect(await warnings(ON_HOST(vars))).to.deep.equal([`inventory/misspelt-setting: Did you mean \`${name}\`?`]);
    });
  }

  it("warns in a group's vars, and in host_vars of what is a setting there", async () => {
    expect(await warnings({ "inventory.yaml": "all: { hosts: { a: }, vars: { prot: 22 } }\n" })).to.have.length(1);
    const files = { ...ON_HOST("x: 1"), "host_vars/a.yaml": "adress: x\nssh_prot: 1\nprot: 1\nhost: x\n" };
    expect(await warnings(files)).to.deep.equal([
      "inventory/misspelt-setting: Did you mean `address`?",
      "inventory/misspelt-setting: Did you mean `ssh_port`?",
    ]);
  });

  const variables = [
    "users: [a, b]",
    "ports: { http: 80 }",
    "region: eu",
    "kafka_port: 9092",
    "a_port: 1",
    "SERVER: x",
  ];
  for (const vars of variables) {
    it(`says nothing about ${vars}`, async () => {
      expect(await warnings(ON_HOST(vars))).to.deep.equal([]);
    });
  }

  const readers: Readonly<Record<string, string>> = {
    "a template": '    - { name: A, command: "echo {{ prot }}" }',
    "an expression": "    - { name: A, command: id, when: prot == 1 }",
    hostvars: '    - { name: A, command: "echo {{ hostvars.a.prot }}" }',
  };
  for (const [reader, task] of Object.entries(readers)) {
    it(`says nothing about a name that ${reader} reads`, async () => {
      const site = `- hosts: all\n  tasks:\n${task}\n`;
      expect(await warnings({ ...ON_HOST("prot: 1"), "site.yaml": site })).to.deep.equal([]);
    });
  }

  it("reports a name once per file", async () => {
    const inventory = "all: { hosts: { a: { prot: 1 }, b: { prot: 2 } } }\n";
    expect(await warnings({ "inventory.yaml": inventory })).to.have.length(1);
  });

  it("is not confused by a name that is not one", async () => {
    const outcome = await loadFiles({ "site.yaml": SITE, ...ON_HOST('"por(": 1') });
    expect(reported(outcome)).to.deep.equal(["inventory.yaml:4:7 load/bad-name"]);
  });
});

describe("inventory/setting-checks: Ansible's names", () => {
  const errors: Readonly<Record<string, string>> = {
    "ansible_hots: x": "Did you mean `ansible_host`?",
    "ansible_usr: x": "Did you mean `ansible_user`?",
    "ansible_ssh_common_args: -o ProxyJump=gate": "Write `ssh_jump: gate`.",
    "ansible_ssh_common_args: '-o ProxyJump=\"a,me@b:2222\" -q'": "Write `ssh_jump: a,me@b:2222`.",
    "ansible_ssh_extra_args: -J gate": "Write `ssh_jump: gate`.",
    "ansible_ssh_extra_args: -q -Jgate -v": "Write `ssh_jump: gate`.",
    "ansible_ssh_common_args: '-o ProxyCommand=\"ssh -W %h:%p gate\"'": "Write `ssh_jump: gate`.",
    "ansible_ssh_common_args: \"-o ProxyCommand='ssh -i key -W %h:%p -q me@gate'\"": "Write `ssh_jump: me@gate`.",
    "ansible_ssh_common_args: -o ProxyCommand=connect": "Write `ssh_jump: HOST`.",
    "ssh_proxy_command: ssh -W %h:%p gate": "Write `ssh_jump: gate`.",
    "ssh_jump: a b": "Write `ssh_jump: [HOST, USER@HOST:PORT]`",
    "ssh_jump: [a, 5]": "Write `ssh_jump: [HOST, USER@HOST:PORT]`",
    "ansible_password: x": "Move it into secrets.yaml",
    "ansible_ssh_pass: x": "Move it into secrets.yaml",
    "ansible_become_method: su": "only sudo is supported",
    "ansible_shell_type: powershell": "only servers with a POSIX shell are supported",
  };
  for (const [vars, hint] of Object.entries(errors)) {
    it(`rejects ${vars}`, async () => {
      const found = await faults(ON_HOST(vars));
      expect(found).to.have.length(1);
      expect(found[0]).to.include(hint);
    });
  }

  const warned: Readonly<Record<string, string>> = {
    "ansible_become_password: x": "run with -K",
    "ansible_ssh_common_args: -o StrictHostKeyChecking=no": "host keys are always checked",
    "ansible_ssh_common_args: -o ServerAliveInterval=5": "options of ssh are not used",
    "ansible_host_key_checking: false": "host keys are always checked",
    "ansible_timeout: 30": "--timeout",
    "ansible_become_flags: -H": "sudo is run without further options",
    "ansible_frobnicate: 1": "Remove it",
    "ansible_group_priority: 2": "under `vars` of the group",
  };
  for (const [vars, hint] of Object.entries(warned)) {
    it(`warns of ${vars}`, async () => {
      const found = await warnings({ ...ON_HOST("x: 1"), "group_vars/all.yaml": `${vars}\n` });
      expect(found).to.have.length(1);
      expect(found[0]).to.include(hint);
    });
  }

  const harmless = [
    "ansible_python_interpreter: /usr/bin/python3",
    "ansible_pipelining: true",
    "ansible_become_method: sudo",
    "ansible_ssh_common_args: ''",
    "ansible_user: me",
  ];
  for (const vars of harmless) {
    it(`says nothing about ${vars}`, async () => {
      expect(await warnings(ON_HOST(vars))).to.deep.equal([]);
    });
  }

  it("looks at -e as well", async () => {
    const given = { ansible_become_pass: "x", ansible_usr: "x", ssh_prot: "1", prot: "1", port: "1", ssh_port: "1" };
    const variables = Object.entries(given).map(([name, value]) => [name, { from: "data", value } as const] as const);
    const request = { extraVars: { name: "-e", variables: new Map(variables) } };
    const outcome = await loadFiles({ "site.yaml": SITE, ...ON_HOST("x: 1") }, request);
    expect(outcome.ok ? [] : outcome.faults.map(({ code, hint }) => `${code}: ${hint}`)).to.deep.equal([
      "inventory/unknown-setting: Did you mean `ansible_user`?",
    ]);
    variables.splice(1, 1);
    const rest = { extraVars: { name: "-e", variables: new Map(variables) } };
    const { warnings: found } = loaded(await loadFiles({ "site.yaml": SITE, ...ON_HOST("x: 1") }, rest));
    expect(found.map(({ message }) => message)).to.deep.equal([
      "`ansible_become_pass` has no effect.",
      "`ssh_prot` is not a connection setting.",
      "Nothing reads the variable `prot`, which -e sets.",
      "Nothing reads the variable `port`, which -e sets.",
    ]);
    expect(found.at(-1)?.hint).to.equal("Did you mean `ssh_port`?");
  });

  it("warns of vars below a host", async () => {
    expect(await warnings(ON_HOST("vars: { ssh_user: x }"))).to.deep.equal([
      "inventory/unused-setting: Write the variables of a host directly below its name, without `vars:`.",
    ]);
  });

  it("does not show a password", async () => {
    const inPlay = { ...ON_HOST("x: 1"), "site.yaml": "- hosts: all\n  vars: { ansible_password: hunter2 }\n" };
    const twice = ON_HOST("ssh_password: hunter2\n      ansible_password: hunter3");
    for (const files of [ON_HOST("ansible_password: hunter2"), inPlay, twice]) {
      const outcome = await loadFiles({ "site.yaml": SITE, ...files });
      const found: readonly Fault[] = outcome.ok ? [] : outcome.faults;
      expect(found).not.to.have.length(0);
      expect(JSON.stringify(found)).not.to.include("hunter");
      // A frame of the code would show it.
      expect(found.map(({ origin }) => origin)).to.deep.equal(found.map(() => undefined));
      expect(found[0]?.details?.[0]).to.match(/^(inventory|site)\.yaml:\d+:\d+$/);
    }
  });
});

describe("inventory/setting-checks: places", () => {
  it("warns of a short name in group_vars unless something reads it", async () => {
    const files = { ...ON_HOST("x: 1"), "group_vars/all.yaml": "user: www\nbecome: true\n" };
    expect(await warnings(files)).to.deep.equal([
      "inventory/setting-as-variable: For the connection, write `ssh_user`.",
      "inventory/setting-as-variable: For the connection, write `ansible_become`.",
    ]);
    const site = '- hosts: all\n  tasks:\n    - { name: A, command: "echo {{ user }} {{ become }}" }\n';
    expect(await warnings({ ...files, "site.yaml": site })).to.deep.equal([]);
  });

  it("rejects two names of one setting with different values, and accepts equal ones", async () => {
    expect(await faults(ON_HOST("port: 1\n      ansible_port: 2"))).to.deep.equal([
      "inventory/setting-twice: Keep `ansible_port` or `port`.",
    ]);
    expect(await faults(ON_HOST("ansible_user: me\n      ansible_ssh_user: me"))).to.deep.equal([]);
  });

  const places: Readonly<Record<string, Files>> = {
    "the vars of a play": { "site.yaml": "- hosts: all\n  vars: { ansible_user: x }\n" },
    vars_files: { "site.yaml": "- hosts: all\n  vars_files: [v.yaml]\n", "v.yaml": "ansible_user: x\n" },
    "the defaults of a role": {
      "site.yaml": "- hosts: all\n  roles: [r]\n",
      "roles/r/defaults/main.yaml": "ansible_user: x\n",
    },
    "the vars of a task": {
      "site.yaml": "- hosts: all\n  tasks:\n    - { name: A, command: id, vars: { ansible_user: x } }\n",
    },
    ".env": { "site.yaml": "- hosts: all\n", ".env": "ansible_user=x\n" },
    set_fact: { "site.yaml": "- hosts: all\n  tasks:\n    - { name: A, set_fact: { ansible_user: x } }\n" },
  };
  for (const [place, files] of Object.entries(places)) {
    it(`rejects ansible_user in ${place}`, async () => {
      expect(await faults(files)).to.deep.equal([
        "inventory/setting-elsewhere: Write it in the inventory, in group_vars/ or in host_vars/, or set it with -e.",
      ]);
    });
  }

  it("warns of other settings of Ansible there, unless something reads them", async () => {
    const site = (vars: string, more = "") => ({ "site.yaml": `- hosts: all\n  vars: { ${vars} }\n${more}` });
    expect(await warnings(site("ansible_become_method: su"))).to.deep.equal([
      "inventory/unused-setting: Write `ansible_become_method: sudo`, or remove it: only sudo is supported.",
    ]);
    expect(await warnings({ ".env": "ansible_become_pass=x\n" })).to.deep.equal([
      "inventory/unused-setting: Remove it, and run with -K, which asks for the password of sudo.",
    ]);
    expect(await warnings(site("ansible_python_interpreter: python3"))).to.deep.equal([]);
    const use = "  tasks:\n    - { name: A, command: 'id {{ansible_become_pass}}' }\n";
    expect(await warnings(site("ansible_become_pass: x", use))).to.deep.equal([]);
  });

  it("names -e for a bad or empty setting", async () => {
    for (const [name, value] of [
      ["ssh_port", "banana"],
      ["ssh_host", ""],
    ] as const) {
      const extraVars = { name: "-e", variables: new Map([[name, { from: "data", value } as const]]) };
      const outcome = await loadFiles({ "site.yaml": SITE, ...ON_HOST("x: 1") }, { extraVars });
      const [fault] = outcome.ok ? [] : outcome.faults;
      expect(fault?.details).to.deep.equal([`-e ${name}=…`]);
      expect(fault?.origin).to.equal(undefined);
    }
  });

  it("rejects two names of one setting with different values in -e", async () => {
    const given = async (other: string) => {
      const values = { ssh_port: "1", ansible_port: other };
      const entries = Object.entries(values).map(([name, value]) => [name, { from: "data" as const, value }] as const);
      const extraVars = { name: "-e", variables: new Map(entries) };
      return reported(await loadFiles({ "site.yaml": SITE }, { extraVars }));
    };
    expect(await given("2")).to.deep.equal(["inventory/setting-twice"]);
    expect(await given("1")).to.deep.equal([]);
  });

  it("takes ssh_port in a role as an ordinary variable", async () => {
    const files = { "site.yaml": "- hosts: all\n  roles: [r]\n", "roles/r/defaults/main.yaml": "ssh_port: 22\n" };
    expect(await faults(files)).to.deep.equal([]);
  });
});

describe("inventory/setting-checks: settings as variables", () => {
  const ELSEWHERE = (name: string) =>
    `inventory/unread-setting: For the connection, write \`${name}\` in the inventory, in group_vars/ or in host_vars/, or set it with -e.`;
  const KEYWORD = (name: string) =>
    `inventory/unread-setting: Write \`${name}\` on the play or the task, not under its \`vars\`.`;
  const CONNECTION = "inventory/unread-setting: For the connection, write `connection` in the inventory.";
  const ROLE = { "roles/web/tasks/main.yaml": "- command: id\n" };
  const inFiles: readonly (readonly [title: string, files: Files, expected: string])[] = [
    ["a play's vars", { "site.yaml": `${SITE}  vars: { ssh_user: x }\n` }, ELSEWHERE("ssh_user")],
    ["a play's vars, short", { "site.yaml": `${SITE}  vars: { port: 22 }\n` }, ELSEWHERE("ssh_port")],
    ["a play's vars, quoted", { "site.yaml": `${SITE}  vars:\n    "user": x\n` }, ELSEWHERE("ssh_user")],
    ["a play's vars, become", { "site.yaml": `${SITE}  vars: { become: true }\n` }, KEYWORD("become")],
    ["a play's vars, connection", { "site.yaml": `${SITE}  vars: { connection: local }\n` }, CONNECTION],
    [
      "a task's vars",
      { "site.yaml": `${SITE}  tasks: [{ command: id, vars: { become_user: x } }]\n` },
      KEYWORD("become_user"),
    ],
    ["set_fact", { "site.yaml": `${SITE}  tasks: [{ set_fact: { ssh_host: x } }]\n` }, ELSEWHERE("ssh_host")],
    [
      "vars_files",
      { "site.yaml": `${SITE}  vars_files: [v.yaml]\n`, "v.yaml": "ssh_port: 1\n" },
      ELSEWHERE("ssh_port"),
    ],
    [
      "the vars of a role's use",
      { ...ROLE, "site.yaml": `${SITE}  roles: [{ role: web, vars: { ssh_port: 1 } }]\n` },
      ELSEWHERE("ssh_port"),
    ],
    [
      "a role's defaults",
      { ...ROLE, "site.yaml": `${SITE}  roles: [web]\n`, "roles/web/defaults/main.yaml": "ssh_private_key_file: x\n" },
      ELSEWHERE("ssh_private_key_file"),
    ],
    [
      "a role's vars",
      { ...ROLE, "site.yaml": `${SITE}  roles: [web]\n`, "roles/web/vars/main.yaml": "user: x\n" },
      ELSEWHERE("ssh_user"),
    ],
    [".env", { ".env": "ssh_user=x\n" }, ELSEWHERE("ssh_user")],
  ];
  for (const [title, files, expected] of inFiles) {
    it(`warns that a setting in ${title} has no effect`, async () => {
      expect(await warnings(files)).to.deep.equal([expected]);
    });
  }

  it("says nothing about a variable that something reads, or a registered result", async () => {
    const tasks = "[{ command: 'echo {{ ssh_port }}', register: user }, { command: id, when: port > 0 }]";
    expect(
      await warnings({ "site.yaml": `${SITE}  vars: { ssh_port: 22, port: 1 }\n  tasks: ${tasks}\n` }),
    ).to.deep.equal([]);
  });

  it("says nothing about settings in the inventory", async () => {
    expect(await warnings({ ...ON_HOST("ssh_user: x"), "group_vars/all.yaml": "ssh_port: 1\n" })).to.deep.equal([]);
  });
});

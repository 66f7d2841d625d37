import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { runPlaybooks } from "../../src/cli/commands/run.ts";
import { parseCommandLine } from "../../src/cli/command-line.ts";
import { registry } from "../../src/modules/registry.ts";
import { fakeIo } from "./fake-io.ts";

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly code: string;
  /** The origin as file:line:col, if the fault has one. */
  readonly at?: string;
  /** Matches the message or the hint. */
  readonly text: RegExp;
  /** Matches a warning before the error. */
  readonly warning?: RegExp;
}

const play = (task: string) => `- hosts: all\n  tasks:\n    - ${task}\n`;

const CASES: readonly Case[] = [
  {
    title: "a private key that does not exist",
    files: { "site.yaml": play("debug: { msg: hello }") },
    args: ["--private-key", "nofile"],
    code: "cli/private-key",
    text: /nofile, which --private-key names, cannot be read: it does not exist/,
  },
  {
    title: "a value encrypted by ansible-vault",
    files: { "site.yaml": "- hosts: all\n  vars:\n    a: !vault secret\n" },
    code: "load/unknown-tag",
    at: "site.yaml:3:15",
    text: /provision secrets edit/,
  },
  {
    title: "an undefined variable whose file matches no group, of which it warns",
    files: { "site.yaml": play('debug: { msg: "{{a}}" }'), "group_vars/Empty.yaml": "a: 1\n" },
    code: "load/undefined-name",
    text: /a/,
    warning: /group_vars\/Empty\.yaml/,
  },
  {
    title: "an undefined variable, and warns of a template in -e",
    files: { "site.yaml": play('debug: { msg: "{{a}} {{b}}" }') },
    args: ["-e", "b={{ c }}"],
    code: "load/undefined-name",
    text: /a/,
    warning: /`b` contains `\{\{ c \}\}` literally, because values from -e are not evaluated/,
  },
  {
    title: "an undefined variable, and warns of a template in a file of -e",
    files: { "site.yaml": play('debug: { msg: "{{a}} {{b}}" }'), "x.yaml": "b: ['{{ c }}']\n" },
    args: ["-e", "@x.yaml"],
    code: "load/undefined-name",
    text: /a/,
    warning: /`b` contains `\{\{ c \}\}` literally, because values from a file of -e are not evaluated/,
  },
  {
    title: "an unknown module",
    files: { "site.yaml": play("debgu: hello") },
    code: "load/unknown-module",
    at: "site.yaml:3:7",
    text: /debug/,
  },
  {
    title: "an unknown key",
    files: { "site.yaml": "- hosts: all\n  taks: []\n" },
    code: "load/unknown-key",
    at: "site.yaml:2:3",
    text: /tasks/,
  },
  {
    title: "an unknown argument",
    files: { "site.yaml": play("copy: { dset: /tmp/x, content: y, dest: /z }") },
    code: "load/unknown-key",
    at: "site.yaml:3:15",
    text: /dest/,
  },
  {
    title: "a wrong type",
    files: { "site.yaml": "- hosts: all\n  become: yes\n" },
    code: "load/wrong-type",
    at: "site.yaml:2:11",
    text: /true/,
  },
  {
    title: "a duplicate key",
    files: { "site.yaml": "- hosts: all\n  name: a\n  name: b\n" },
    code: "load/duplicate-key",
    at: "site.yaml:3:3",
    text: /name/,
  },
  {
    title: "a tab",
    files: { "site.yaml": "- hosts: all\n\ttasks: []\n" },
    code: "load/tab",
    at: "site.yaml:2:1",
    text: /tab/i,
  },
  {
    title: "an undefined variable",
    files: { "site.yaml": `- hosts: all\n  vars: { colour: red }\n  tasks:\n    - debug: "{{ color }}"\n` },
    code: "load/undefined-name",
    at: "site.yaml:4:18",
    text: /colour/,
  },
  {
    title: "an undefined variable in a template",
    files: { "site.yaml": play("template: { src: a.conf, dest: /a }"), "templates/a.conf": "x\ny = {{ nothing }}\n" },
    code: "load/undefined-name",
    at: "templates/a.conf:2:8",
    text: /nothing/,
  },
  {
    title: "an unknown role",
    files: { "site.yaml": "- hosts: all\n  roles: [kafak]\n", "roles/kafka/tasks/main.yaml": "[]\n" },
    code: "load/unknown-role",
    at: "site.yaml:2:11",
    text: /kafka/,
  },
  {
    title: "a missing template",
    files: { "site.yaml": play("template: { src: none.conf, dest: /a }") },
    code: "load/missing-template",
    at: "site.yaml:3:24",
    text: /none\.conf/,
  },
  {
    title: "a missing inventory",
    files: { "site.yaml": play("debug: x") },
    args: ["-i", "none.yaml"],
    code: "inventory/missing-file",
    text: /none\.yaml/,
  },
  {
    title: "plays without any host",
    files: { "site.yaml": play("debug: x").replace("all", "empty") },
    code: "run/nothing-to-do",
    text: /nothing to do/,
  },
  ...["--tags", "--skip-tags"].map((flag) => ({
    title: `an unknown tag after ${flag}`,
    files: { "site.yaml": play("debug: x\n      tags: [kafka, verify]") },
    args: [flag, "kafak,all"],
    code: "run/unknown-tag",
    text: /kafak[^]*`kafka`/,
  })),
  {
    title: "an empty address",
    files: { "site.yaml": play("debug: x"), "inventory.yaml": 'all:\n  hosts:\n    a: { address: "" }\n' },
    code: "inventory/empty-address",
    at: "inventory.yaml:3:19",
    text: /address/,
  },
  {
    title: "a key file that cannot be read",
    files: {
      "site.yaml": play("debug: x"),
      "inventory.yaml": "all:\n  hosts:\n    a: { private_key_file: keys/none }\n",
    },
    code: "inventory/missing-key",
    at: "inventory.yaml:3:28",
    text: /keys\/none/,
  },
];

describe("cli: bad input", () => {
  let folder: string;
  let server: Server;
  let connections: number;

  beforeEach((done) => {
    folder = mkdtempSync(join(tmpdir(), "provision-bad-"));
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, "127.0.0.1", done);
  });

  afterEach((done) => {
    rmSync(folder, { recursive: true });
    server.close(done);
  });

  for (const { title, files, args = [], code, at, text, warning } of CASES) {
    it(`rejects ${title} with exit 2 before any connection`, async () => {
      const { port } = server.address() as AddressInfo;
      const inventory = `all:\n  hosts:\n    here: { address: 127.0.0.1, port: ${port} }\n  children:\n    empty: {}\n`;
      for (const [name, content] of Object.entries({ "inventory.yaml": inventory, ...files })) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      const request = parseCommandLine(["site.yaml", "--json", ...args], "0");
      if (request.is !== "run") throw new Error(`the command line is not a run, but ${request.is}`);
      const io = fakeIo({ cwd: folder, home: folder });
      const exit = await runPlaybooks({ ...request.request.options, becomePassword: undefined }, io, registry);
      const lines = io.stdout
        .text()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as ErrorLine);
      const errors = lines.filter(({ event }) => event === "error");
      expect(exit, io.stdout.text()).to.equal(2);
      expect(
        errors.map((error) => error.code),
        io.stdout.text(),
      ).to.deep.equal([code]);
      const [error] = errors;
      expect(`${error?.message ?? ""} ${error?.hint ?? ""}`).to.match(text);
      if (warning) expect(lines[0]?.event === "warning" && lines[0].message).to.match(warning);
      if (at !== undefined) expect(place(error)).to.equal(at);
      expect(connections).to.equal(0);
    });
  }
});

interface ErrorLine {
  readonly event: string;
  readonly code: string;
  readonly origin?: { readonly file: string; readonly line: number; readonly col: number };
  readonly message: string;
  readonly hint: string;
}

function place(error: ErrorLine | undefined): string {
  const { file = "", line = 0, col = 0 } = error?.origin ?? {};
  return `${file}:${line}:${col}`;
}

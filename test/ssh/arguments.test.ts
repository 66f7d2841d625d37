import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { leftovers, provision, site, textOf } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

const ALL = Array.from({ length: 255 }, (_, index) => String.fromCodePoint(index + 1)).join("");
const ODD = [
  "",
  " ",
  "-n",
  "--",
  "-rf",
  "*",
  "~",
  "$HOME",
  "`id`",
  "'",
  '"',
  "\\",
  "a\nb\n",
  "\n",
  "é",
  "日本",
  "🦊",
  "!x",
  ALL,
];

const AS_HEX = 'for word; do printf "%s" "$word" | od -An -tx1 -v | tr -d " \\n"; echo; done';

describe("ssh/arguments", () => {
  let sshd: Sshd;
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());

  it("passes words, variables and input to programs unchanged, whatever characters they contain", async () => {
    const tasks = JSON.stringify([
      {
        name: "Words",
        command: { argv: ["sh", "-c", AS_HEX, "sh", ...ODD] },
      },
      { name: "Environment", command: { argv: ["printenv", "ODD"] }, environment: { ODD: ALL } },
      { name: "Input", command: { cmd: "cat", stdin: ALL } },
      { name: "Shell", shell: { cmd: `printf %s '${ALL.replaceAll("'", "'\\''")}'` } },
    ]);
    const run = await provision(site(sshd, tasks));
    expect(run.exit, run.stderr).to.equal(0);
    const hex = String(run.results("Words")[0]?.result["stdout"]).split("\n");
    expect(hex.map((line) => Buffer.from(line, "hex").toString())).to.deep.equal(ODD);
    for (const name of ["Environment", "Input", "Shell"]) {
      expect(run.results(name)[0]?.result["stdout"], name).to.equal(ALL);
    }
  });

  it("sets a task's environment only for its programs, not for the engine's own scripts", async () => {
    const target = sshd.scratch();
    const own = [
      "run",
      "id",
      "base",
      "t",
      "file",
      "name",
      "path",
      "pid",
      "process",
      "target",
      "script_number",
      "temp_count",
      "status",
      "body",
      "digest",
      "length",
      "rc",
      "at",
      "IFS",
      "CDPATH",
    ];
    const environment = Object.fromEntries(own.map((name) => [name, `${target}/lost`]));
    const tasks = [
      { name: "Command", command: { argv: ["printenv", ...own.filter((name) => name !== "IFS")] } },
      { name: "Path", command: "only-here", environment: { ...environment, PATH: `${target}/bin` } },
      { name: "Read", command: { argv: ["printenv", "run"] }, check_mode: false },
      { name: "File", copy: { dest: `${target}/file`, content: "text" } },
      { name: "Link", file: { path: `${target}/link`, state: "link", src: "file" } },
    ].map((task) => ({ environment, ...task }));
    const program = { dest: `${target}/bin/only-here`, content: "#!/bin/sh\necho found\n", mode: "0755" };
    const before = [{ file: { path: `${target}/bin`, state: "directory" } }, { copy: program }];
    const folder = site(sshd, JSON.stringify([...before, ...tasks]));
    const run = await provision(folder);
    expect(run.exit, run.stderr).to.equal(0);
    const stdout = (name: string) => run.results(name)[0]?.result["stdout"];
    expect(stdout("Command")).to.equal(own.slice(1).fill(`${target}/lost`).join("\n"));
    expect([stdout("Path"), stdout("Read")]).to.deep.equal(["found", `${target}/lost`]);
    expect(readdirSync(target).sort()).to.deep.equal(["bin", "file", "link"]);
    expect(leftovers(sshd)).to.deep.equal([]);
    expect((await provision(folder)).status("File")).to.equal("ok");
  });

  it("writes file names and contents unchanged", async () => {
    const target = sshd.scratch();
    // A name has at most 255 bytes.
    const long = [ALL.slice(0, 127).replace("/", ""), ALL.slice(140)];
    const names = [...ODD.filter((name) => name !== "" && name !== ALL), ...long];
    const tasks = JSON.stringify(
      names.flatMap((name, index) => [
        { name: `Write ${index}`, copy: { dest: `${target}/f${name}`, content: ALL, mode: "0600" } },
        { name: `Look ${index}`, stat: `${target}/f${name}` },
        { name: `Folder ${index}`, file: { path: `${target}/d${name}`, state: "directory" } },
        { name: `Link ${index}`, file: { path: `${target}/l${name}`, state: "link", src: name } },
      ]),
    );
    const folder = site(sshd, tasks);
    const run = await provision(folder);
    expect(run.exit, run.stderr).to.equal(0);
    const expected = names.flatMap((name) => [`f${name}`, `d${name}`, `l${name}`]);
    expect(readdirSync(target).sort()).to.deep.equal(expected.sort());
    for (const [index, name] of names.entries()) {
      expect(textOf(join(target, `f${name}`))).to.equal(ALL);
      expect(run.results(`Look ${index}`)[0]?.result).to.include({ exists: true, size: Buffer.byteLength(ALL) });
    }
    const again = await provision(folder);
    expect(again.recap["one"], again.stderr).to.include({ changed: 0, failed: 0 });
    expect(statSync(target).isDirectory()).to.equal(true);
  });

  it("keeps the type of a value that is a single template", async () => {
    const tasks = `
- name: Set
  set_fact: { number: 5, things: [1, two], yes: true }
- name: Keep
  set_fact: { same: "{{ number }}", text: "{{ number }}!", items: "{{ things }}", flag: "{{ yes }}" }
- name: Typed
  assert:
    that:
      - same == 5
      - text == "5!"
      - size(items) == 2
      - flag == true
`;
    const run = await provision(site(sshd, tasks));
    expect(run.exit, run.stderr).to.equal(0);
  });

  it("rejects a NUL byte in an argument of a program, but writes it to a file", async () => {
    const target = sshd.scratch();
    const tasks = JSON.stringify([
      { name: "Text", copy: { dest: `${target}/nul`, content: "a\0b" } },
      { name: "Word", command: { argv: ["printf", "a\0b"] }, ignore_errors: true },
      { name: "Variable", command: "true", environment: { NUL: "a\0b" } },
    ]);
    const run = await provision(site(sshd, tasks));
    expect(run.exit, run.stderr).to.equal(1);
    expect(textOf(join(target, "nul"))).to.equal("a\0b");
    expect(run.results("Word")[0]?.error?.code).to.equal("run/nul-byte");
    expect(run.results("Variable")[0]?.error?.code).to.equal("run/nul-byte");
  });
});

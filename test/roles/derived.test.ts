import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { checkIn, type Tried } from "./site-role.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const ADDRESSES = { SERVER1: "192.0.2.11", SERVER2: "192.0.2.12" };

const REPORTED = ["project_parts", "preflight_memory", "preflight_ports", "preflight_reach", "project_roles"];

/** A role that reports what other roles derive from all declarations. */
const REPORT = {
  "report.yaml": "- { name: Report, hosts: all, roles: [{ role: report, only: tasks, tags: report }] }\n",
  "local.yaml": "all: { vars: { connection: local, become: false } }\n",
  "roles/report/meta/main.yaml": "dependencies: [preflight]\n",
  "roles/report/tasks/main.yaml": REPORTED.map(
    (name) => `- { name: ${name}, debug: { msg: "{{ json ${name} }}" } }\n`,
  ).join(""),
};

/** A minimal role with a service. */
const NEW_ROLE = {
  "roles/clock/defaults/main.yaml": "clock_port: 3737\nclock_memory_limit: 64m\n",
  "roles/clock/meta/main.yaml": `
dependencies: [compose_project]
provides:
  compose: { part: clock, group: main }
  memory:
    - { for: clock, size: "{{ clock_memory_limit }}", group: main }
  ports:
    - for: clock
      port: "{{ clock_port }}"
      address: "{{ service_address }}"
      group: main
      what: the clock
      clients: browsers
`,
  "roles/clock/tasks/main.yaml": `
- name: Write the clock's compose file
  template: { src: clock.yml, dest: "{{ project_dir }}/clock.yml", mode: "0644" }
`,
  "roles/clock/templates/clock.yml": "services:\n  clock:\n    image: clock\n",
};

const NEW_LINE = "    - { role: clock, tags: clock }\n";

/** Makes a copy of the project with these files, and with this line in site.yaml after Kafdrop's; returns its folder. */
async function copyProject(files: Readonly<Record<string, string>>, line = ""): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "provision-derived-"));
  for (const name of ["files", "templates", "generated_secrets.yaml", "inventory.yaml"]) {
    await symlink(join(ROOT, name), join(root, name));
  }
  await mkdir(join(root, "roles"));
  for (const name of await readdir(join(ROOT, "roles"))) {
    await symlink(join(ROOT, "roles", name), join(root, "roles", name));
  }
  await cp(join(ROOT, "playbooks"), join(root, "playbooks"), { recursive: true });
  const site = readFileSync(join(ROOT, "playbooks/site.yaml"), "utf8");
  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  };
  await write(
    "playbooks/site.yaml",
    site.replace(/^ {4}- \{ role: kafdrop, tags.*\n/m, (found) => found + line),
  );
  for (const [name, text] of Object.entries({ ...REPORT, ...files })) await write(name, text);
  return root;
}

async function checked(root: string, args: readonly string[]): Promise<Tried> {
  const inventories = ["-i", "inventory.yaml", "-i", "local.yaml"];
  const tried = await checkIn(root, [...args, ...inventories], { ...process.env, ...ADDRESSES });
  expect(tried.exit, tried.output).to.equal(0);
  return tried;
}

/** The value of each reported variable, by server. */
async function derived(files: Readonly<Record<string, string>> = {}, line = "", flags: readonly string[] = []) {
  const root = await copyProject(files, line);
  try {
    const args = ["report.yaml", "playbooks/site.yaml", "--tags", "report", "--skip-tags", "always", ...flags];
    const { messages } = await checked(root, args);
    // The messages are JSON with the types of the roles' meta files.
    return (host: string) =>
      Object.fromEntries(
        REPORTED.map((name) => [name, JSON.parse(String(messages.get(`${host} ${name}`))) as unknown]),
      ) as unknown as Derived;
  } finally {
    await rm(root, { recursive: true });
  }
}

interface Port {
  readonly port: number;
  readonly for: string;
  readonly address?: string;
  readonly group?: string;
  readonly when?: boolean;
  readonly what?: string;
  readonly clients?: string;
}

interface Derived {
  readonly project_parts: readonly string[];
  readonly preflight_memory: readonly { readonly for: string; readonly size: string }[];
  readonly preflight_ports: readonly Port[];
  readonly preflight_reach: readonly { readonly host: string; readonly port: number; readonly required?: boolean }[];
  readonly project_roles: readonly { readonly name: string; readonly provides: { readonly ports?: readonly Port[] } }[];
}

/** The rows that docs/ports.md must have: port, main or all, what, clients. */
async function declaredRows(files: Readonly<Record<string, string>> = {}, line = "") {
  const read = await derived(files, line);
  const rows = ["server1", "server2"].flatMap((host) => {
    const open = new Set(read(host).preflight_ports.map(({ port }) => port));
    const ports = read(host).project_roles.flatMap(({ provides }) => provides.ports ?? []);
    const reachable = ports.filter(({ address = "" }) => !address.startsWith("127."));
    return reachable.filter(({ port }) => open.has(port)).map((port) => ({ host, ...port }));
  });
  const onWorker = new Set(rows.filter(({ host }) => host === "server2").map(({ port }) => port));
  return rows
    .filter(({ host }) => host === "server1")
    .sort((a, b) => a.port - b.port)
    .map(({ port, what, clients }) => [String(port), onWorker.has(port) ? "all" : "main", what, clients]);
}

const SSH = "22";

function documentedRows(): string[][] {
  const rows = readFileSync(join(ROOT, "docs/ports.md"), "utf8").matchAll(/^\| (\d.*) \|$/gm);
  return [...rows].map(([, row = ""]) => row.split("|").map((cell) => cell.trim())).filter(([port]) => port !== SSH);
}

/** The ports of which docs/security.md says what they give to whoever reaches them. */
function explainedPorts(): number[] {
  const rows = readFileSync(join(ROOT, "docs/security.md"), "utf8").matchAll(/^\| (\d[\d, ]*) \|/gm);
  return [...rows].flatMap(([, ports = ""]) => ports.split(",").map(Number));
}

/** The changes that docs/ports.md needs to list these rows, one per line; empty if only their order differs. */
function portsRepair(declared: readonly (readonly (string | undefined)[])[]): string {
  const lines = (rows: typeof declared) => rows.map((row) => `| ${row.join(" | ")} |`);
  const [listed, expected] = [lines(documentedRows()), lines(declared)];
  const missing = expected.filter((line) => !listed.includes(line)).map((line) => `add to docs/ports.md: ${line}`);
  const extra = listed.filter((line) => !expected.includes(line)).map((line) => `remove from docs/ports.md: ${line}`);
  return [...missing, ...extra].join("\n");
}

describe("roles/declarations", function () {
  this.timeout(20_000);

  it("are what docs/ports.md lists", async () => {
    const declared = await declaredRows();
    expect(documentedRows(), portsRepair(declared)).to.deep.equal(declared);
  });

  it("are explained in docs/security.md: what each port gives to a stranger", () => {
    expect(explainedPorts()).to.have.members([Number(SSH), ...documentedRows().map(([port]) => Number(port))]);
  });

  it("add a new role's service to the compose project and preflight, and name its missing row of docs/ports.md", async () => {
    const read = await derived(NEW_ROLE, NEW_LINE);
    const before = await derived();
    const parts = (host: string, from: typeof read) => from(host).project_parts;
    expect(parts("server1", read)).to.deep.equal(
      parts("server1", before).flatMap((part) => (part === "kafdrop" ? [part, "clock"] : [part])),
    );
    expect(parts("server2", read)).to.deep.equal(parts("server2", before));
    const setIn = (name: string, at: string) => `${name} is set at roles/clock/defaults/main.yaml:${at}`;
    const memory = { for: "clock", size: "64m", set_by: setIn("clock_memory_limit", "2:21") };
    expect(read("server1").preflight_memory).to.deep.include(memory);
    expect(read("server2").preflight_memory).not.to.deep.include(memory);
    const port = { for: "clock", port: 3737, address: ADDRESSES.SERVER1, set_by: setIn("clock_port", "1:13") };
    expect(read("server1").preflight_ports).to.deep.include(port);
    const declared = await declaredRows(NEW_ROLE, NEW_LINE);
    expect(declared).to.deep.include(["3737", "main", "the clock", "browsers"]);
    expect(portsRepair(declared)).to.equal("add to docs/ports.md: | 3737 | main | the clock | browsers |");
  });

  it("without the firewall role, let preflight try each port of the other servers, Kafka's too, but require none", async () => {
    const without = await derived({}, "", ["-e", '{"firewall": false}']);
    const reach = without("server2").preflight_reach;
    expect(reach.map(({ port }) => port)).to.include.members([2181, 8082, 9092]);
    expect(reach.filter(({ host, required }) => host !== ADDRESSES.SERVER1 || required !== false)).to.deep.equal([]);
    expect((await derived())("server2").preflight_reach).to.deep.equal([]);
  });

  it("name the groups whose plays in site.yaml use the role", async () => {
    const read = await derived();
    const site = readFileSync(join(ROOT, "playbooks/site.yaml"), "utf8");
    const play = (name: string) => site.split(/^- name: /m).find((text) => text.startsWith(name)) ?? "";
    const used = (name: string) =>
      [...play(name).matchAll(/role: (\w+)/g)].flatMap(([, role = ""]) => (PARTS.has(role) ? [role] : []));
    const PARTS = new Set(read("server1").project_parts);
    expect(read("server1").project_parts).to.deep.equal([...used("Main"), ...used("Health")]);
    expect(read("server2").project_parts).to.deep.equal([...used("Workers"), ...used("Health")]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { codeFrame, shortenFrame } from "../../../src/errors/code-frame.ts";
import { loadProject, type LoadedProject, type WithRest } from "../../../src/inventory/load-project.ts";
import type { Fault, Outcome } from "../../../src/errors/fault.ts";
import { registry } from "../../../src/modules/registry.ts";
import { planProject } from "../../../src/plan/plan-project.ts";
import { HOSTS, withProject } from "../../load/temporary-project.ts";
import { readCase } from "../../run/play-case/read-case.ts";
import { damaged, type Random } from "../random.ts";
import { mutatedYaml } from "../structure.ts";
import { require, type Target } from "../target.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

type Files = Readonly<Record<string, string>>;

/** A project that is valid, or nearly. */
interface Sample {
  readonly playbook: string;
  readonly files: Files;
}

/** A playbook with its roles, variables and templates, damaged in one file or two: YAML, schema, references and plan. */
export const playbook: Target = {
  name: "playbook",
  async run(random) {
    // The site is a hundred times as large as a case.
    const { files, playbook } = random.once(100) ? site() : pickFrom(cases(), random);
    const damage = (name: string) => (name.endsWith(".yaml") ? mutatedYaml : damaged);
    await loadDamaged(
      changed(files, random, (text, name) => damage(name)(text, random)),
      playbook,
    );
  },
};

/** An inventory with its variables and `.env`, damaged in one file or two. */
export const inventory: Target = {
  name: "inventory",
  async run(random) {
    const files: Files = {
      "inventory.yaml": random.once(2) ? INVENTORY : random.once(2) ? HOSTS : siteInventory(),
      "group_vars/all.yaml": "user: me\nport: 22\nlist: [1, 2]\n",
      "group_vars/main/a.json": '{"nested": {"key": "value"}}',
      "host_vars/server1.yaml": "secret: !cel user + 'x'\nraw: !raw '{{ x }}'\n",
      ".env": "SERVER=192.0.2.1\nPORT=2222\nQUOTED='a b'\n",
    };
    const yaml = (text: string, name: string) => (name === ".env" ? damaged(text, random) : mutatedYaml(text, random));
    const damagedFiles = changed(files, random, yaml);
    const limit = random.once(4) ? damaged("main:!worker,server[01:20]", random) : undefined;
    await loadDamaged({ ...damagedFiles, "site.yaml": SITE }, "site.yaml", limit);
  },
};

const SITE =
  "- hosts: all\n  tasks:\n    - debug: { msg: '{{ inventory_hostname }} {{ json groups }} {{ json hostvars }}' }\n";

const INVENTORY = `all:
  vars: { ansible_user: root, ansible_port: "{{ PORT }}" }
  hosts:
    main[01:03].example.org: { address: "{{ SERVER }}", ssh_port: 2222 }
  children:
    main: { hosts: { server1: { ansible_host: 192.0.2.1 } }, vars: { ansible_group_priority: 5 } }
    worker:
      children: { west: { hosts: { server2: &two { become: true, user: app } } }, east: { hosts: { server3: *two } } }
`;

/** Loads and plans the project. Each fault must have a sentence, a hint and a place in a file that was read. */
async function loadDamaged(files: Files, playbookName: string, limit?: string): Promise<void> {
  await withProject(files, async (root) => {
    const extraVars = { name: "-e", variables: new Map() };
    const request = { root, playbooks: [playbookName], inventories: ["inventory.yaml"], registry, extraVars, limit };
    const outcome = await loadProject({ ...request, env: {} });
    if (outcome.ok) planProject(outcome.value, { tags: ["a"], skip: [] });
    else checkFaults(outcome);
  });
}

function checkFaults(outcome: Outcome<LoadedProject> & WithRest): void {
  for (const fault of outcome.ok ? [] : outcome.faults) checkFault(fault, outcome.sources);
}

function checkFault({ code, message, hint, origin }: Fault, sources: ReadonlyMap<string, string>): void {
  require(!code.endsWith("/defect"), `a defect: ${message}`);
  require(message !== "" &&
    hint !== "" &&
    !/\bundefined\b|\[object/.test(message.replace(/`[^`]*`|"[^"]*"/g, "")), `${code}: ${message}`);
  const text = origin && sources.get(origin.file);
  // A file whose bytes are no text has none.
  if (origin === undefined || text === undefined || text === "") return;
  require(origin.line >= 1 && origin.col >= 1, `${code} is at ${origin.line}:${origin.col}`);
  require(origin.line <= text.split(/\r?\n/).length, `${code} is after the end of ${origin.file}`);
  shortenFrame(codeFrame(text, origin));
}

/** The files with one or two of them changed. */
function changed(files: Files, random: Random, change: (text: string, name: string) => string): Files {
  const names = Object.keys(files);
  const result = { ...files };
  for (let count = 1 + random.int(2); count > 0; count--) {
    const name = names[random.int(names.length)] ?? "";
    result[name] = change(result[name] ?? "", name);
  }
  return result;
}

function pickFrom<T>(items: readonly T[], random: Random): T {
  const item = items[random.int(items.length)];
  if (item === undefined) throw new Error("there is no sample");
  return item;
}

let readCases: readonly Sample[] | undefined;

/** The projects of the play cases, which use every keyword. */
function cases(): readonly Sample[] {
  return (readCases ??= filesBelow(join(ROOT, "test/run/cases"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => ({ playbook: "site.yaml", files: filesOf(readCase(file).project) })));
}

function filesOf(project: ReturnType<typeof readCase>["project"]): Files {
  const texts = Object.entries(project).flatMap(([name, file]) => (typeof file === "string" ? [[name, file]] : []));
  return { "inventory.yaml": HOSTS, ...Object.fromEntries(texts) } as Files;
}

let readSite: Sample | undefined;

function site(): Sample {
  const parts = ["roles", "playbooks", "templates", "profiles"].flatMap((name) => filesBelow(join(ROOT, name)));
  const own = ["inventory.yaml", "generated_secrets.yaml"].map((name) => join(ROOT, name));
  return (readSite ??= {
    playbook: "playbooks/site.yaml",
    files: Object.fromEntries([...parts, ...own].map((file) => [relative(ROOT, file), readFileSync(file, "utf8")])),
  });
}

const siteInventory = () => readFileSync(join(ROOT, "inventory.yaml"), "utf8");

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

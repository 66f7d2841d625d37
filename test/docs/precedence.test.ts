import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { fakeHost } from "../run/play-case/hosts.ts";
import { runOnce } from "../run/play-case/run-once.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "language.md"), "utf8");
/** The first column of the table of precedence, lowest first. */
const ROWS = [
  ...(/^\| defined in[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/m.exec(PAGE)?.[1] ?? "").matchAll(/^\| (.*?) +\|/gm),
].map(([, row = ""]) => row);

type Part = keyof typeof EMPTY;

/** The places that may define `x`, and what they have if they do not. */
const EMPTY = {
  defaults: {},
  dotenv: "",
  inventoryAll: {},
  groupVarsAll: {},
  secrets: {},
  inventoryOuter: {},
  groupVarsOuter: {},
  inventoryWeb: {},
  groupVarsWeb: {},
  inventoryHost: {},
  hostVars: {},
  play: {},
  prompts: [] as readonly unknown[],
  firstFile: {},
  secondFile: {},
  roleVars: {},
  entry: {},
  block: {},
  task: {},
  included: {},
  facts: [] as readonly unknown[],
  result: [] as readonly unknown[],
  beside: {},
  include: {},
  flags: [] as readonly string[],
};

/** How the places of each row define `x`, lowest first. */
const WAYS: Readonly<Record<string, readonly Part[]>> = {
  "a role's `defaults/`": ["defaults"],
  "`.env`, or the environment for the names in it": ["dotenv"],
  "the group `all`: the inventory, then `group_vars/all`": ["inventoryAll", "groupVarsAll"],
  "`secrets.yaml`": ["secrets"],
  "other groups: the inventory, then `group_vars/`; deeper groups last": [
    "inventoryOuter",
    "groupVarsOuter",
    "inventoryWeb",
    "groupVarsWeb",
  ],
  "the host: the inventory, then `host_vars/`": ["inventoryHost", "hostVars"],
  "`vars` of the play": ["play"],
  "`vars_prompt`": ["prompts"],
  "`vars_files`, later files last": ["firstFile", "secondFile"],
  "a role's `vars/`": ["roleVars"],
  "`vars` of a role's entry": ["entry"],
  "`vars` of a block, then those of the task": ["block", "task"],
  "`include_vars`": ["included"],
  "`set_fact` and `register`, later ones last": ["facts", "result"],
  "variables next to a role's name": ["beside"],
  "`vars` and the `item` of an include": ["include"],
  "`-e`": ["flags"],
};

const CHAIN = ROWS.flatMap((row) => WAYS[row] ?? []);

describe("docs/language.md: the table of precedence", () => {
  it("has exactly the places that this test knows", () => {
    expect([...ROWS].sort()).to.deep.equal(Object.keys(WAYS).sort());
    expect([...CHAIN].sort()).to.deep.equal(Object.keys(EMPTY).sort());
  });

  for (const [index, higher] of CHAIN.entries()) {
    const lower = CHAIN[index - 1];
    if (lower === undefined) continue;
    it(`puts ${higher} above ${lower}`, async () => {
      const shown = await valueOfX(lower, higher);
      expect(shown).to.include(higher === "secrets" ? "********" : `from-${higher}`);
      expect(shown).to.not.include(lower === "secrets" ? "********" : `from-${lower}`);
    });
  }
});

/** What a task of a role shows as `x`, if two places define it. */
async function valueOfX(...places: readonly Part[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "provision-precedence-"));
  try {
    const parts = { ...EMPTY, ...Object.fromEntries(places.map((place) => [place, definition(place)])) };
    const root = join(folder, "project");
    for (const [path, content] of Object.entries(filesOf(parts))) write(join(root, path), content);
    const hosts = new Map([["web1", fakeHost("web1", join(folder, "web1"), {})]]);
    const nothing = { results: {}, warnings: [], errors: [], unreachable: {}, events: [], pending: {}, leaves: {} };
    const expected = { ...nothing, exit: 0, asked: [], hidden: [], output: [], files: {} };
    const spec = { playbooks: ["site.yaml"], flags: parts.flags, project: {}, before: {}, expect: expected };
    const { exit, events, stderr } = await runOnce(root, hosts, spec);
    expect(exit, stderr).to.equal(0);
    const shown = events.find((event) => event.event === "task_result" && event["task"] === "Shown");
    return JSON.stringify(shown);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function definition(place: Part): unknown {
  const value = `from-${place}`;
  if (place === "dotenv") return `x=${value}\n`;
  if (place === "secrets") return { x: null };
  if (place === "prompts") return [{ name: "x", default: value, private: false }];
  if (place === "facts") return [{ name: "Fact", set_fact: { x: value } }];
  if (place === "result") return [{ name: "Result", debug: { msg: value }, register: "x" }];
  return place === "flags" ? ["-e", `x=${value}`] : { x: value };
}

function filesOf(parts: typeof EMPTY): Record<string, unknown> {
  const web = { vars: parts.inventoryWeb, hosts: { web1: parts.inventoryHost } };
  const outer = { vars: parts.inventoryOuter, children: { web } };
  const role = { role: "r", vars: parts.entry, ...parts.beside };
  const vars = { vars_prompt: parts.prompts, vars_files: ["first.yaml", "second.yaml"] };
  const tasks = [
    { name: "Included", include_vars: "included.yaml" },
    ...parts.facts,
    ...parts.result,
    { name: "Include", include_tasks: "shown.yaml", vars: parts.include },
  ];
  const shown = { name: "Shown", debug: { msg: "{{x}}" }, vars: parts.task };
  return {
    ".env": parts.dotenv,
    "inventory.yaml": { all: { vars: parts.inventoryAll, children: { outer } } },
    "group_vars/all.yaml": parts.groupVarsAll,
    "group_vars/outer.yaml": parts.groupVarsOuter,
    "group_vars/web.yaml": parts.groupVarsWeb,
    "host_vars/web1.yaml": parts.hostVars,
    "generated_secrets.yaml": parts.secrets,
    "first.yaml": parts.firstFile,
    "second.yaml": parts.secondFile,
    "site.yaml": [{ hosts: "web", vars: parts.play, ...vars, roles: [role] }],
    "roles/r/defaults/main.yaml": parts.defaults,
    "roles/r/vars/main.yaml": parts.roleVars,
    "roles/r/vars/included.yaml": parts.included,
    "roles/r/tasks/main.yaml": tasks,
    "roles/r/tasks/shown.yaml": [{ block: [shown], vars: parts.block }],
  };
}

function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

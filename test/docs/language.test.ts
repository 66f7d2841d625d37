import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { fakeHost } from "../run/play-case/hosts.ts";
import type { RunSpec } from "../run/play-case/play-case.ts";
import { runOnce } from "../run/play-case/run-once.ts";

/** A fenced block: `yaml PATH` is a file of the section's project, `console` a command and lines of its output, in order. */
interface Fence {
  readonly kind: string;
  readonly path: string | undefined;
  readonly text: string;
}

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PAGE = readFileSync(join(ROOT, "docs", "language.md"), "utf8");
const SECTIONS = PAGE.split(/^## /m)
  .slice(1)
  .map((section) => ({ title: section.split("\n")[0] ?? "", fences: fencesOf(section) }))
  .filter(({ fences }) => fences.length > 0);

/** What a section need not repeat. */
const SURROUNDINGS = {
  "site.yaml": "- hosts: web\n  tasks:\n    - import_tasks: tasks.yaml\n",
  "inventory.yaml": "web: { hosts: { web1: } }\n",
};
const NOTHING: RunSpec["expect"] = {
  ...{ exit: 0, results: {}, warnings: [], errors: [], unreachable: {}, events: [], pending: {}, leaves: {} },
  ...{ asked: [], hidden: [], output: [], files: {} },
};

function fencesOf(section: string): Fence[] {
  return [...section.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)].map(([, kind = "", path, text = ""]) => ({
    ...{ kind, path, text },
  }));
}

describe("docs/language.md", () => {
  for (const { title, fences } of SECTIONS) {
    it(`shows what its examples do: ${title}`, async () => {
      expect(fences.at(-1)?.kind, "each example is run").to.equal("console");
      const folder = mkdtempSync(join(tmpdir(), "provision-page-"));
      try {
        await play(folder, fences);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

type Hosts = Parameters<typeof runOnce>[1];

async function play(folder: string, fences: readonly Fence[]): Promise<void> {
  const root = join(folder, "project");
  const hosts = new Map(["web1", "web2"].map((name) => [name, fakeHost(name, join(folder, name), {})]));
  for (const [path, text] of Object.entries(SURROUNDINGS)) write(root, path, text);
  const here = join(folder, "web1", "srv");
  mkdirSync(here, { recursive: true });
  for (const { kind, path, text } of fences) {
    if (kind !== "console") write(root, path ?? "", text.replaceAll("/srv", here));
    else for (const run of text.split(/^(?=\$ )/m)) expectOutput(await outputOf(root, hosts, run, here), run);
  }
}

function write(root: string, path: string, text: string): void {
  expect(path, `the file has a path: ${text}`).not.to.equal("");
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

interface Shown {
  readonly exit: number;
  /** Lines without indentation. */
  readonly lines: string[];
}

/** Runs the command of a console block. The page's /srv is a folder of the test. */
async function outputOf(root: string, hosts: Hosts, text: string, here: string): Promise<Shown> {
  const [program, playbook = "", ...flags] = (text.split("\n")[0] ?? "").replace(/^\$ /, "").split(" ");
  expect(program).to.equal("provision");
  const spec = { playbooks: [playbook], flags, project: {}, before: {}, expect: NOTHING };
  const { exit, stderr } = await runOnce(root, hosts, spec);
  return { exit, lines: stderr.replaceAll(here, "/srv").split("\n").map(withoutBlanks) };
}

/** The order of the lines of one host matters, but the hosts of a run do not wait for each other. */
function expectOutput({ exit, lines }: Shown, text: string): void {
  const wanted = text
    .split("\n")
    .slice(1)
    .map(withoutBlanks)
    .filter((line) => line !== "");
  const from = new Map<string, number>();
  for (const line of wanted) {
    const host = /\bweb\d\b/.exec(line)?.[0] ?? "";
    const found = lines.indexOf(line, from.get(host) ?? 0);
    expect(found, `no line "${line}" in\n${lines.join("\n")}`).to.be.at.least(0);
    from.set(host, found + 1);
  }
  const stated = /Exit (\d+)/.exec(wanted.at(-1) ?? "")?.[1];
  expect(exit, lines.join("\n")).to.equal(Number(stated ?? 0));
}

function withoutBlanks(line: string): string {
  return line.trim().replace(/ {2,}/g, "  ");
}

import { cp, lstat, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { typed } from "../asking/prompts.ts";
import type { Io } from "../io.ts";
import { packageFolder } from "../version.ts";
import { schema } from "./schema.ts";

const fault = faultsOf(cliErrors);

/** What `provision init` is to make. */
export interface InitRequest {
  /** Relative to the current folder, or absolute. */
  readonly folder: string;
  /** The whole sensor pipeline instead of a small project. */
  readonly pipeline: boolean;
  /** Ask nothing. */
  readonly yes: boolean;
}

/** The files of the small project. Those whose name npm would not pack begin without a dot. */
const PROJECT = "files/init/project";
const UNDOTTED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };
/** What the package has for itself and not for the pipeline. */
const OWN = ["bin", "dist", "docs", "CHANGELOG.md", "files/init"];
const PIPELINE_ADDRESSES =
  "# Copy this file to .env. SERVER1 is the server with the most memory.\nSERVER1=\nSERVER2=\n";
const SCHEMAS = ["playbook", "tasks", "role", "inventory", "vars"];

/** A file or folder to make: a copy, or a text. Its name is relative to the new folder. */
type Entry = { readonly name: string } & ({ readonly from: string } | { readonly text: string });

/** Makes a new project. Nothing that exists is overwritten: if any of its files is there already, none is written. */
export async function init(request: InitRequest, io: Io, registry: ModuleRegistry): Promise<Outcome<string>> {
  const target = path.resolve(io.cwd, request.folder);
  const parts = await (request.pipeline ? pipelineEntries() : projectEntries(registry));
  if (!parts.ok) return parts;
  const address = request.pipeline ? undefined : await askAddress(request, io);
  const entries = address ? [...parts.value, { name: ".env", text: `SERVER1=${address}\n` }] : parts.value;
  const there = await existing(target, entries);
  if (there.length > 0) return bad(fault("cli/init-exists", { folder: request.folder, names: there }));
  const problem = await writeAll(target, entries);
  if (problem !== undefined) return bad(fault("cli/init-failed", { folder: request.folder, reason: problem }));
  return good(report(request, address));
}

async function projectEntries(registry: ModuleRegistry): Promise<Outcome<Entry[]>> {
  const folder = path.join(packageFolder() ?? "", PROJECT);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries: Entry[] = found
    .filter((one) => one.isFile())
    .map((one) => {
      const from = path.join(one.parentPath, one.name);
      const name = path.relative(folder, from);
      return { name: UNDOTTED[name] ?? name, from };
    });
  for (const kind of SCHEMAS) {
    const text = await schema(kind, registry);
    if (!text.ok) return text;
    entries.push({ name: `.vscode/${kind}.json`, text: text.value });
  }
  return good(entries.sort((one, other) => (one.name < other.name ? -1 : 1)));
}

/** Everything that the package ships, but what is its own; a file that was not built is left out. */
async function pipelineEntries(): Promise<Outcome<Entry[]>> {
  const root = packageFolder() ?? "";
  const { files = [] } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { files?: string[] };
  const names = files.filter((name) => !OWN.some((own) => name === own || name.startsWith(`${own}/`)));
  const entries: Entry[] = names.map((name) => ({ name, from: path.join(root, name) }));
  const there = await Promise.all(entries.map((entry) => exists("from" in entry ? entry.from : "")));
  return good([...entries.filter((_, index) => there[index]), { name: ".env.example", text: PIPELINE_ADDRESSES }]);
}

async function askAddress({ yes }: InitRequest, io: Io): Promise<string | undefined> {
  if (yes || !io.stdin.isTTY) return undefined;
  const answer = await typed("Address of the server (empty: fill in .env later): ", false, io);
  return answer?.trim() === "" ? undefined : answer?.trim();
}

async function existing(target: string, entries: readonly Entry[]): Promise<string[]> {
  const there = await Promise.all(entries.map(({ name }) => exists(path.join(target, name))));
  return entries.flatMap(({ name }, index) => (there[index] ? [name] : []));
}

const exists = (file: string) =>
  lstat(file).then(
    () => true,
    () => false,
  );

/** Writes all, or removes what it has written and returns why it failed. */
async function writeAll(target: string, entries: readonly Entry[]): Promise<string | undefined> {
  const made: string[] = [];
  const folder = async (one: string) => {
    const first = await mkdir(one, { recursive: true });
    if (first !== undefined) made.push(first);
  };
  try {
    await folder(target);
    for (const entry of entries) {
      const file = path.join(target, entry.name);
      await folder(path.dirname(file));
      made.push(file);
      if ("text" in entry) await writeFile(file, entry.text, { flag: "wx" });
      else await cp(entry.from, file, { recursive: true, errorOnExist: true, force: false });
    }
    return undefined;
  } catch (error) {
    for (const one of made.reverse()) await rm(one, { recursive: true, force: true });
    return error instanceof Error ? error.message : String(error);
  }
}

function report({ folder, pipeline }: InitRequest, address: string | undefined): string {
  const playbook = pipeline ? "playbooks/site.yaml" : "site.yaml";
  const steps = [
    `cd ${folder}`,
    ...(address
      ? []
      : [
          `cp .env.example .env    # and write the address${pipeline ? "es" : ""} of your server${pipeline ? "s" : ""} into it`,
        ]),
    `npx provision ${playbook} --check    # what would change; changes nothing`,
    `npx provision ${playbook}`,
  ];
  return `The project is in ${folder}. Next:\n\n${steps.map((step) => `    ${step}\n`).join("")}`;
}

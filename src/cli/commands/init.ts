import { cp, lstat, mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
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
const OWN = /^!|^(?:bin|dist|docs|CHANGELOG\.md|files\/init)(?:\/|$)/;
const PIPELINE_ADDRESSES =
  "# Copy this file to .env. SERVER1 is the server with the most memory.\nSERVER1=\nSERVER2=\n";
const SCHEMAS = ["playbook", "tasks", "role", "inventory", "vars"];

/** A file or folder to make: a copy, or a text. Its name is relative to the new folder. */
type Entry = { readonly name: string } & ({ readonly from: string } | { readonly text: string });

/** What a project is made of, and what should be in it but was not built. */
interface Parts {
  readonly entries: readonly Entry[];
  readonly missing: readonly string[];
}

/** Makes a new project. Nothing that exists is overwritten: if any of its files is there already, none is written. */
export async function init(request: InitRequest, io: Io, registry: ModuleRegistry): Promise<Outcome<string>> {
  const { folder, pipeline } = request;
  const target = path.resolve(io.cwd, folder);
  const parts = await (pipeline ? pipelineParts() : projectParts(registry));
  if (!parts.ok) return parts;
  const { entries, missing } = parts.value;
  const address = pipeline ? undefined : await askAddress(request, io);
  const all = address ? [...entries, { name: ".env", text: `SERVER1=${address}\n` }] : entries;
  const names = all.map(({ name }) => name);
  const absent = await absentFrom(target, names);
  const there = names.filter((name) => !absent.includes(name));
  if (there.length > 0) return bad(fault("cli/init-exists", { folder, names: there }));
  const problem = await writeAll(target, all);
  if (problem !== undefined) return bad(fault("cli/init-failed", { folder, reason: problem }));
  return good(report(request, address, missing));
}

async function projectParts(registry: ModuleRegistry): Promise<Outcome<Parts>> {
  const folder = path.join(ownFolder(), PROJECT);
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
  return good({ entries, missing: [] });
}

/** Everything that the package ships, but what is its own. */
async function pipelineParts(): Promise<Outcome<Parts>> {
  const root = ownFolder();
  const { files = [] } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { files?: string[] };
  const names = files.filter((name) => !OWN.test(name));
  const missing = await absentFrom(root, names);
  const copies = names.filter((name) => !missing.includes(name)).map((name) => ({ name, from: path.join(root, name) }));
  return good({ entries: [...copies, { name: ".env.example", text: PIPELINE_ADDRESSES }], missing });
}

function ownFolder(): string {
  const folder = packageFolder();
  if (folder === undefined) throw new Error("the program is in no package");
  return folder;
}

async function askAddress({ yes }: InitRequest, io: Io): Promise<string | undefined> {
  if (yes || !io.stdin.isTTY) return undefined;
  const answer = await typed("Address of the server (empty: fill in .env later): ", false, io);
  return answer?.trim() === "" ? undefined : answer?.trim();
}

/** Which of the names a folder does not have. */
async function absentFrom(folder: string, names: readonly string[]): Promise<string[]> {
  const there = await Promise.all(names.map((name) => lstat(path.join(folder, name)).catch(() => undefined)));
  return names.filter((_, index) => there[index] === undefined);
}

/** Writes all, or removes what it has written and returns why it failed. */
async function writeAll(target: string, entries: readonly Entry[]): Promise<string | undefined> {
  const made: string[] = [];
  const makeFolder = async (folder: string) => {
    const first = await mkdir(folder, { recursive: true });
    if (first !== undefined) made.push(first);
  };
  try {
    await makeFolder(target);
    for (const entry of entries) {
      const file = path.join(target, entry.name);
      await makeFolder(path.dirname(file));
      await write(entry, file, () => made.push(file));
    }
    return undefined;
  } catch (error) {
    for (const one of made.reverse()) await rm(one, { recursive: true, force: true });
    return error instanceof Error ? error.message : String(error);
  }
}

/** Writes one entry. `isOurs` is called once something is there that nobody else has made. */
async function write(entry: Entry, file: string, isOurs: () => void): Promise<void> {
  if ("from" in entry && (await stat(entry.from)).isDirectory()) {
    await mkdir(file);
    isOurs();
    await cp(entry.from, file, { recursive: true });
    return;
  }
  const handle = await open(file, "wx");
  isOurs();
  try {
    await handle.writeFile("text" in entry ? entry.text : await readFile(entry.from));
  } finally {
    await handle.close();
  }
}

function report({ folder, pipeline }: InitRequest, address: string | undefined, missing: readonly string[]): string {
  const playbook = pipeline ? "playbooks/site.yaml" : "site.yaml";
  const what = pipeline ? "addresses of your servers" : "address of your server";
  const steps = [
    `cd ${folder}`,
    ...(address ? [] : [`cp .env.example .env    # and write the ${what} into it`]),
    `npx provision ${playbook} --check    # what would change; changes nothing`,
    `npx provision ${playbook}`,
  ];
  const lines = steps.map((step) => `    ${step}\n`).join("");
  const built = "Build the job with `npm run build:job` in a checkout, and copy it to the same place.";
  const lacks = missing.length === 0 ? "" : `Not copied, because it was not built: ${missing.join(", ")}. ${built}\n`;
  return `${lacks}The project is in ${folder}. Next:\n\n${lines}`;
}

import { createHmac } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Layer } from "../../language/scope.ts";
import { digestsWith } from "./digests.ts";
import type { SavedPlan } from "./plan.ts";

const fault = faultsOf(cliErrors);

/** The folders of a project, or beside its playbooks, whose files tasks use. */
const FOLDERS = ["files", "library", "plugins", "roles", "templates"];
/** How many differing files and variables are named. */
const NAMED = 5;

/** What a plan depends on besides the hosts. */
interface Sources {
  readonly root: string;
  /** Relative to the root. */
  readonly playbooks: readonly string[];
  /** The text of all files that were read, by name. */
  readonly sources: ReadonlyMap<string, string>;
  readonly extraVars: Layer;
}

/** The digests of all that a plan depends on besides the hosts. */
export async function projectDigests(
  { root, playbooks, sources, extraVars }: Sources,
  key: Buffer,
): Promise<Pick<SavedPlan, "files" | "variables">> {
  const digests = digestsWith(key);
  const files = new Map([...sources].map(([name, text]) => [name, digests.ofText(text)]));
  const beside = new Set([root, ...playbooks.map((playbook) => path.dirname(path.resolve(root, playbook)))]);
  for (const folder of [...beside].flatMap((base) => FOLDERS.map((name) => path.join(base, name)))) {
    for await (const file of filesBelow(folder)) {
      const name = path.relative(root, file);
      if (!files.has(name)) files.set(name, await digestOfFile(file, key));
    }
  }
  const variables = [...extraVars.variables].map(([name, { from, ...variable }]) => {
    return [name, digests.of({ from, ...variable }) ?? "unknown"] as const;
  });
  return { files: sorted(files), variables: sorted(variables) };
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else if (entry.isFile() || entry.isSymbolicLink()) yield file;
  }
}

/** A link to a folder, or one that leads nowhere, has no content. */
async function digestOfFile(file: string, key: Buffer): Promise<string> {
  const hash = createHmac("sha256", key);
  try {
    for await (const part of createReadStream(file) as AsyncIterable<Buffer>) hash.update(part);
    return hash.digest("base64url");
  } catch {
    return "unreadable";
  }
}

function sorted(entries: Iterable<readonly [string, string]>): Record<string, string> {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What differs from the project that a plan was made of. */
export function projectFaults(plan: SavedPlan, now: Pick<SavedPlan, "files" | "variables">, name: string): Fault[] {
  const files = differing(plan.files, now.files);
  const variables = differing(plan.variables, now.variables);
  return [
    ...(files.length > 0 ? [fault("cli/plan-project", { name, files: named(files) })] : []),
    ...(variables.length > 0 ? [fault("cli/plan-variables", { name, variables: named(variables) })] : []),
  ];
}

function differing(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name]);
}

function named(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

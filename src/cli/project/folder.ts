import { stat } from "node:fs/promises";
import path from "node:path";
import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import type { Faults } from "../../errors/fault.ts";

const fault = faultsOf(cliErrors);

/** What is reported as missing if provision runs in another folder than the project's. */
const MISSING: ReadonlySet<string> = new Set([
  "inventory/missing-file",
  "load/missing-file",
  "load/missing-playbook",
  "load/unknown-role",
]);

/** The faults of loading a project, or the only one that matters: that this is not the project's folder. */
export async function orWrongFolder(faults: Faults, cwd: string, playbooks: readonly string[]): Promise<Faults> {
  if (!faults.some(({ code }) => MISSING.has(code)) || (await isProject(cwd))) return faults;
  const folders = [cwd, ...playbooks.map((playbook) => path.dirname(path.resolve(cwd, playbook)))];
  const project = await firstProject(folders.flatMap(parents));
  if (project === undefined) return faults;
  const names = await Promise.all(playbooks.map((playbook) => nameIn(project, playbook, cwd)));
  return [fault("cli/wrong-folder", { cwd, project, playbooks: names })];
}

/** The folder and those above it, the nearest first. */
function parents(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...parents(parent)];
}

async function firstProject(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) if (await isProject(folder)) return folder;
  return undefined;
}

async function isProject(folder: string): Promise<boolean> {
  const found = await Promise.all(
    ["inventory.yaml", "inventory.yml", "roles"].map((name) => exists(path.join(folder, name))),
  );
  return found.includes(true);
}

/** A playbook that was named as seen from the project's folder keeps its name. */
async function nameIn(project: string, playbook: string, cwd: string): Promise<string> {
  const here = path.resolve(cwd, playbook);
  return (await exists(here)) ? path.relative(project, here) : playbook;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

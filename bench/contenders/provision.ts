import { writeFile } from "node:fs/promises";
import { hostOf } from "../host/sshd.ts";
import { spent } from "../process.ts";
import type { Assignment, Contender } from "./contender.ts";
import { writePlaybook } from "./yaml-tasks.ts";

/** The program as a user starts it. */
export async function provision(assignment: Assignment, program: string): Promise<Contender> {
  const argv = [process.execPath, program, "play.yaml"] as const;
  await writeProject(assignment);
  return { name: "provision", run: () => spent({ argv, cwd: assignment.folder }) };
}

/** Writes the project: play.yaml, its templates, and the inventory. */
export async function writeProject({ pieces, targets, folder }: Assignment): Promise<void> {
  await writePlaybook(folder, pieces, { suffix: ".hbs" });
  const hosts = targets.map(({ name, login, place }) => [name, { ...hostOf(login), place }] as const);
  await writeFile(`${folder}/inventory.yaml`, JSON.stringify({ all: { hosts: Object.fromEntries(hosts) } }, null, 2));
}

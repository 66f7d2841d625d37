import { execFileSync } from "node:child_process";
import { leftovers, provision, site } from "../ssh/harness.ts";
import type { Sshd } from "../ssh/sshd.ts";
import { ANY_HOST, loadCases, projectFilesOf, recordRuns, setupScript, tasksOf, type Recording } from "./contract.ts";

/** The scenarios that run on any host. */
export const anyHostCases = loadCases(ANY_HOST);

/** Prepares and runs all of them on that server. */
export async function recordOn(sshd: Sshd): Promise<Recording> {
  const targets = new Map(anyHostCases.map(({ task }) => [task, sshd.scratch()]));
  const targetOf = (task: string) => targets.get(task) ?? "";
  for (const { task, scenario } of anyHostCases) {
    execFileSync("sh", ["-c", setupScript(scenario)], { cwd: targetOf(task) });
  }
  const folder = site(sshd, tasksOf(anyHostCases, targetOf), projectFilesOf(anyHostCases));
  return recordRuns({
    provision: (args) => provision(folder, args),
    observe: () => Promise.resolve(new Map([...targets].map(([task, target]) => [task, listing(target)]))),
    readUnchanged: () => Promise.resolve(new Map()),
    leftovers: () => Promise.resolve(leftovers(sshd)),
  });
}

/** All files in the folder, with modes, inodes, and the times at which content and attributes changed. */
export function listing(folder: string): string {
  const format = "%p %M %i %s %T@ %C@ %l\n";
  return execFileSync("find", [folder, "-printf", format], { encoding: "utf8" });
}

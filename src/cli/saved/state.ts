import type { Execution } from "../commands/execution/execution.ts";
import type { SavedPlan } from "./plan.ts";
import { projectDigests } from "./project-digests.ts";

/** What a plan depends on besides what is found on the hosts. */
export async function stateOf(
  { loaded, sources, options, extraVars }: Execution,
  key: Buffer,
): Promise<Pick<SavedPlan, "hosts" | "files" | "variables">> {
  const parts = { root: loaded.project.root, playbooks: options.playbooks, sources, extraVars };
  return { hosts: loaded.hosts.map(({ name }) => name), ...(await projectDigests(parts, key)) };
}

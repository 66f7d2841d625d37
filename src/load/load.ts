import type { ModuleRegistry } from "../module/contract.ts";
import type { Loading } from "./loading.ts";
import { loadPlaybook } from "./plays.ts";
import type { Playbook } from "./project.ts";
import type { Reading } from "./reading.ts";

export interface PlaybookRequest {
  /** Paths, absolute or from the root. */
  readonly playbooks: readonly string[];
  readonly registry: ModuleRegistry;
}

/** Reads playbooks with all that they use; what is wrong is noted in `reading`. */
export async function loadPlaybooks(request: PlaybookRequest, reading: Reading): Promise<Playbook[]> {
  const { registry } = request;
  const loading: Loading = { ...reading, registry, modules: new Map(), roles: new Map() };
  const playbooks: Playbook[] = [];
  for (const file of request.playbooks) playbooks.push(await loadPlaybook(file, loading));
  return playbooks;
}

import type { ModuleRegistry } from "../module/contract.ts";
import type { Loading } from "./loading.ts";
import { loadPlaybook } from "./plays.ts";
import type { Playbook, Provider } from "./project.ts";
import { loadProviders } from "./providers.ts";
import type { Reading } from "./reading.ts";

export interface PlaybookRequest {
  /** Paths, absolute or from the root. */
  readonly playbooks: readonly string[];
  readonly registry: ModuleRegistry;
}

export interface LoadedPlaybooks {
  readonly playbooks: readonly Playbook[];
  readonly providers: readonly Provider[];
}

/** Reads playbooks with all that they use; what is wrong is noted in `reading`. */
export async function loadPlaybooks(request: PlaybookRequest, reading: Reading): Promise<LoadedPlaybooks> {
  const { registry } = request;
  const loading: Loading = { ...reading, registry, modules: new Map(), roles: new Map() };
  const playbooks: Playbook[] = [];
  for (const file of request.playbooks) playbooks.push(await loadPlaybook(file, loading));
  return { playbooks, providers: await loadProviders(playbooks, loading) };
}

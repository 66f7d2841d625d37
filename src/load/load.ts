import type { ModuleRegistry } from "../module/contract.ts";
import { checkCompleteness } from "./defaults/complete.ts";
import { addRoles } from "./includes/role-includes.ts";
import { readPending, type Loading } from "./loading.ts";
import { loadPlaybook } from "./plays.ts";
import type { Playbook, Provider } from "./project.ts";
import { loadProviders } from "./providers.ts";
import type { Reading } from "./reading.ts";

/** The playbooks to load, and the modules that they can use. */
export interface PlaybookRequest {
  /** Paths, absolute or relative to the root. */
  readonly playbooks: readonly string[];
  readonly registry: ModuleRegistry;
}

/** Playbooks, and the roles that declare `provides`. */
export interface LoadedPlaybooks {
  readonly playbooks: readonly Playbook[];
  readonly providers: readonly Provider[];
}

/** Reads playbooks and everything that they use. Faults are added to `reading`. */
export async function loadPlaybooks(request: PlaybookRequest, reading: Reading): Promise<LoadedPlaybooks> {
  const { registry } = request;
  const caches = { modules: new Map(), roles: new Map(), lists: new Map(), incomplete: new Map(), defaulted: [] };
  const invalidHandlers = new Set<string>();
  const loading: Loading = {
    ...reading,
    ...caches,
    invalidHandlers,
    pending: [],
    checks: [],
    importing: [],
    registry,
    addRoles,
  };
  const playbooks: Playbook[] = [];
  for (const file of request.playbooks) playbooks.push(await loadPlaybook(file, loading));
  const providers = await loadProviders(playbooks, loading);
  await readPending(loading);
  for (const check of loading.checks) await check();
  await checkCompleteness(playbooks, loading);
  return { playbooks, providers };
}

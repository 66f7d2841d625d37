import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Origin } from "../model/origin.ts";
import { NO_KEYWORDS } from "./tasks/inherited.ts";
import { NOT_PLACED } from "./tasks/placement.ts";
import type { Loading } from "./loading.ts";
import type { Playbook, Provider } from "./project.ts";
import { loadRole, readMeta, rolesOf } from "./roles.ts";

/**
 * All roles of the project that declare something under `provides`, even if no playbook uses them: first the playbooks' roles in
 * order, then the others by name. Reads nothing unless something uses `project_roles` or `image_lock`.
 */
export async function loadProviders(playbooks: readonly Playbook[], loading: Loading): Promise<Provider[]> {
  if (!loading.uses.some(({ name }) => name === "project_roles" || name === "image_lock")) return [];
  const used = playbooks.flatMap(({ plays }) => plays.flatMap(({ roles }) => roles.map(({ role }) => role.name)));
  const folder = path.join(loading.root, "roles");
  const providers: Provider[] = [];
  for (const name of new Set([...used, ...(await readdir(folder).catch(() => [])).sort()])) {
    const { provides } = loading.roles.get(name) ?? (await readMeta(path.join(folder, name), loading));
    if (!provides) continue;
    const { origin } = provides;
    const { role, dependencies } = await loadRole({ name, origin }, loading);
    if (role) providers.push({ use: useOf(role, rolesOf(dependencies), origin), provides });
  }
  return providers;
}

function useOf(role: Provider["use"]["role"], dependencies: Provider["use"]["dependencies"], origin: Origin) {
  const unplaced = { placement: NOT_PLACED, keywords: NO_KEYWORDS };
  const unused = { ...unplaced, vars: undefined, tags: [], when: [], only: undefined };
  return { ...unused, own: { tags: [], when: [] }, isDependency: false, role, origin, dependencies };
}

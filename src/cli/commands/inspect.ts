import { cliErrors } from "../../errors/catalogue/cli.ts";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { faultsOf } from "../../errors/define.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Inventory, InventoryHost } from "../../inventory/inventory.ts";
import type { LoadedProject, WithRest } from "../../inventory/load-project.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import type { ExtraVars } from "../extra-vars.ts";
import { pathInProject } from "../identity/playbook-path.ts";
import type { Io } from "../io.ts";
import { extraLayer } from "../project/extra-layer.ts";
import { unreadSecret } from "../../load/reading.ts";
import { loadWithSecrets } from "../project/secrets.ts";

const fault = faultsOf(cliErrors);

/** What the commands that show an inventory read. */
export interface InspectRequest {
  readonly inventories: readonly string[];
  readonly extraVars: readonly ExtraVars[];
  /** A playbook whose variables count as well. */
  readonly playbook: string | undefined;
  readonly allowUnsafeProject: boolean;
}

/** The host to show, or why it cannot be shown. */
export function hostNamed(name: string, { hosts, groups }: Inventory): Outcome<InventoryHost> {
  const host = hosts.get(name);
  if (host) return good(host);
  const group = groups.get(name);
  if (group) return bad(fault("cli/host-wanted", { name, hosts: group.hosts }));
  return bad(inventoryFault("inventory/unknown-pattern", { name, near: nearest(name, hosts.keys()) }));
}

/** Reads inventories, with a playbook if one is named, without connecting to any host. */
export async function loadToInspect(
  { inventories, extraVars: written, playbook }: InspectRequest,
  io: Io,
  registry: ModuleRegistry,
): Promise<Outcome<LoadedProject> & WithRest> {
  const extraVars = await extraLayer(written, io, unreadSecret);
  if (!extraVars.ok) return extraVars;
  const playbooks = playbook === undefined ? [] : [await pathInProject(playbook, io.cwd)];
  const parts = { root: io.cwd, playbooks, inventories, registry, env: io.env, limit: undefined };
  return loadWithSecrets({ ...parts, extraVars: extraVars.value }, false, io);
}

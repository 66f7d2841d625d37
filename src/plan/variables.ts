import { hostLayers } from "../inventory/variables.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Layer } from "../language/scope.ts";
import type { MapTree } from "../language/tree.ts";
import type { Play, RoleUse, Task } from "../load/project.ts";
import type { Host } from "../model/host.ts";

/** The variables of a host that do not depend on a play. */
export interface HostVariables {
  readonly inventory: Inventory;
  readonly host: Host;
  /** Set by `set_fact` and `register` on this host so far. */
  readonly registered: Layer;
  /** Set by `include_vars` on this host so far. */
  readonly includedVars?: Layer;
  /** `-e`. */
  readonly extraVars: Layer;
}

/** A task, its role, and the variables of the includes around it. */
interface TaskPlace {
  readonly role: RoleUse | undefined;
  readonly task: Task | undefined;
  /** The roles of the includes around it, and those whose variables are public, lowest first. */
  readonly roles?: readonly RoleUse[];
  readonly includeLayers?: readonly Layer[];
}

/** The layers of variables for a task on a host, lowest first. */
export function layersFor(
  { inventory, host, registered, includedVars, extraVars }: HostVariables,
  play: Play,
  { role: use, task, roles = [], includeLayers = [] }: TaskPlace,
): Layer[] {
  const others = roles.filter((one) => one !== use);
  const uses = [...(use?.parents ?? []), ...(use ? [use] : [])];
  const dependencies = use?.dependencies ?? [];
  return [
    ...others.flatMap((one) => projectLayer("role defaults", one.role.defaults, one)),
    ...dependencies.flatMap((role) => projectLayer(`role defaults (${role.name})`, role.defaults)),
    ...uses.flatMap((one) => projectLayer("role defaults", one.role.defaults, one)),
    ...hostLayers(inventory, host),
    ...projectLayer(`play ${play.name}`, play.vars),
    ...(play.answers ? [play.answers] : []),
    ...play.varsFiles.flatMap((map) => projectLayer(map.origin.file, map)),
    ...others.flatMap((one) => projectLayer("role vars", one.role.vars, one)),
    ...dependencies.flatMap((role) => projectLayer(`role vars (${role.name})`, role.vars)),
    ...varsOfUses(uses),
    ...projectLayer("task vars", task?.vars),
    ...(includedVars ? [includedVars] : []),
    registered,
    ...uses.flatMap((one) => projectLayer("parameters of role", one.parameters, one)),
    ...includeLayers,
    extraVars,
  ];
}

/** What a role that leads to another one gives to it is below that one's own: in Ansible, its entry's `vars` even below its `vars/`. */
function varsOfUses(uses: readonly RoleUse[]): Layer[] {
  return uses.flatMap((use, index) => {
    const own = projectLayer("role vars", use.role.vars, use);
    const ofEntry = projectLayer("vars of role", use.vars, use);
    return index === uses.length - 1 ? [...own, ...ofEntry] : [...ofEntry, ...own];
  });
}

/** A layer of variables written in the project, labelled with the role; none if there is no map. */
function projectLayer(name: string, map: MapTree | undefined, use?: RoleUse): Layer[] {
  if (!map) return [];
  const variables = [...map.entries].map(([key, { value }]) => [key, { from: "project", tree: value }] as const);
  return [{ name: use ? `${name} (${use.role.name})` : name, variables: new Map(variables) }];
}

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
  return [
    ...others.flatMap((one) => projectLayer("role defaults", one.role.defaults, one)),
    ...(use?.dependencies ?? []).flatMap((role) => projectLayer(`role defaults (${role.name})`, role.defaults)),
    ...projectLayer("role defaults", use?.role.defaults, use),
    ...hostLayers(inventory, host),
    ...projectLayer(`play ${play.name}`, play.vars),
    ...(play.answers ? [play.answers] : []),
    ...play.varsFiles.flatMap((map) => projectLayer(map.origin.file, map)),
    ...others.flatMap((one) => projectLayer("role vars", one.role.vars, one)),
    ...projectLayer("role vars", use?.role.vars, use),
    ...projectLayer("vars of role", use?.vars, use),
    ...projectLayer("task vars", task?.vars),
    ...(includedVars ? [includedVars] : []),
    registered,
    ...includeLayers,
    extraVars,
  ];
}

/** A layer of variables written in the project, labelled with the role; none if there is no map. */
function projectLayer(name: string, map: MapTree | undefined, use?: RoleUse): Layer[] {
  if (!map) return [];
  const variables = [...map.entries].map(([key, { value }]) => [key, { from: "project", tree: value }] as const);
  return [{ name: use ? `${name} (${use.role.name})` : name, variables: new Map(variables) }];
}

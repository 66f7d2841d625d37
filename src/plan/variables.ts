import { hostLayers } from "../inventory/variables.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { Layer } from "../language/scope.ts";
import type { MapTree } from "../language/tree.ts";
import type { Play, RoleUse, Task } from "../load/project.ts";
import type { Host } from "../model/host.ts";

/** What decides which variables a task sees on a host. */
export interface Seat {
  readonly inventory: Inventory;
  readonly host: Host;
  readonly play: Play;
  /** The role that the task belongs to. */
  readonly use: RoleUse | undefined;
  readonly task: Task | undefined;
  /** What `set_fact` and `register` have given on this host so far. */
  readonly registered: Layer;
  /** `-e`. */
  readonly extraVars: Layer;
}

/** The layers of variables that a task sees, lowest first. */
export function layersFor({ inventory, host, play, use, task, registered, extraVars }: Seat): Layer[] {
  return [
    ...(use?.dependencies ?? []).flatMap((role) => written(`role defaults (${role.name})`, role.defaults)),
    ...written("role defaults", use?.role.defaults, use),
    ...hostLayers(inventory, host),
    ...written(`play ${play.name}`, play.vars),
    ...play.varsFiles.flatMap((map) => written(map.origin.file, map)),
    ...written("role vars", use?.role.vars, use),
    ...written("vars of role", use?.vars, use),
    ...written("task vars", task?.vars),
    registered,
    extraVars,
  ];
}

function written(name: string, map: MapTree | undefined, use?: RoleUse): Layer[] {
  if (!map) return [];
  const variables = [...map.entries].map(([key, { value }]) => [key, { from: "project", tree: value }] as const);
  return [{ name: use ? `${name} (${use.role.name})` : name, variables: new Map(variables) }];
}

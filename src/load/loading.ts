import type { Fault } from "../errors/fault.ts";
import type { Module, ModuleRegistry } from "../module/contract.ts";
import type { MapTree } from "../language/tree.ts";
import type { Include, Role, RoleEntry, Task, TaskList } from "./project.ts";
import type { Reading } from "./reading.ts";
import type { MapNode } from "./yaml/node.ts";

/** A reading of playbooks, with the modules and roles that are already loaded. */
export interface Loading extends Reading {
  readonly registry: ModuleRegistry;
  readonly modules: Map<string, Module>;
  readonly roles: Map<string, LoadedRole>;
  /** The lists of tasks that includes have named, by file and search path. */
  readonly lists: Map<string, TaskList>;
  /** Finds the roles that a task may include. */
  readonly addRoles: (task: IncludingTask, args: MapNode | undefined, loading: Loading) => Promise<void>;
  /** The names of handlers that could not be loaded, which is already reported. */
  readonly invalidHandlers: Set<string>;
  /** The faults of arguments that `module_defaults` may complete, by those arguments. */
  readonly incomplete: Map<MapTree, readonly Fault[]>;
  /** The modules that `module_defaults` names anywhere. */
  readonly defaulted: string[];
  /** What is still to be read of what includes name. Reading it may add more. */
  readonly pending: (() => Promise<void>)[];
  /** What is checked when everything is read. */
  readonly checks: (() => Promise<void>)[];
  /** The files that import each other down to the one that is being read. */
  readonly importing: string[];
}

/** Reads what includes name, and what those files include in turn. */
export async function readPending({ pending }: Loading): Promise<void> {
  for (let next = pending.shift(); next; next = pending.shift()) await next();
}

/** A task that includes others, whose lists are still to be found. */
export type IncludingTask = Task & { readonly include: Include & { readonly lists: Map<string, TaskList> } };

/** The result of loading a role. */
export interface LoadedRole {
  /** Undefined if the role does not exist. */
  readonly role: Role | undefined;
  readonly dependencies: readonly RoleEntry[];
  /** What the role declares under `provides`. */
  readonly provides: MapTree | undefined;
}

/** The module of that name; undefined if the registry does not have it. */
export async function moduleNamed(name: string, loading: Loading): Promise<Module | undefined> {
  const known = loading.modules.get(name);
  if (known) return known;
  const module = await loading.registry.load(name);
  if (module) loading.modules.set(name, module);
  return module;
}

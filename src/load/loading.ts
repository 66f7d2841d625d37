import type { Module, ModuleRegistry } from "../module/contract.ts";
import type { MapTree } from "../language/tree.ts";
import type { Named, Role } from "./project.ts";
import type { Reading } from "./reading.ts";

/** Reading playbooks and roles: what is known so far of modules and roles beside what every reading keeps. */
export interface Loading extends Reading {
  readonly registry: ModuleRegistry;
  readonly modules: Map<string, Module>;
  readonly roles: Map<string, LoadedRole>;
}

export interface LoadedRole {
  /** The role itself; undefined where it is not there. */
  readonly role: Role | undefined;
  readonly dependencies: readonly Named[];
  /** What the role declares for other roles to derive from. */
  readonly provides: MapTree | undefined;
}

/** The module of a name, which the registry has. */
export async function moduleNamed(name: string, loading: Loading): Promise<Module | undefined> {
  const known = loading.modules.get(name);
  if (known) return known;
  const module = await loading.registry.load(name);
  if (module) loading.modules.set(name, module);
  return module;
}

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Module } from "../../src/module/contract.ts";
import { sourcePaths } from "./files.ts";

/** The repository, and the folder of its compiled files. */
export interface Folders {
  readonly root: string;
  readonly built: string;
}

export interface FoundModule {
  /** The name under which its file exports it. */
  readonly exported: string;
  /** The path of that file below src/modules, without extension. */
  readonly path: string;
  readonly module: Module;
}

export interface FoundModules {
  readonly modules: readonly FoundModule[];
  /** Why modules are incomplete, a sentence each, without full stop. */
  readonly problems: readonly string[];
}

/** Loads every module: the files `NAME.ts`, `NAME/NAME.ts` and `TOPIC/NAME/NAME.ts` of src/modules. */
export async function findModules({ root, built }: Folders): Promise<FoundModules> {
  const modules: FoundModule[] = [];
  const problems: string[] = [];
  for (const path of sourcePaths(join(root, "src/modules")).filter(isModulePath)) {
    const name = basename(path);
    const exports = await loadBuilt(built, `src/modules/${path}.js`);
    const found = Object.entries(exports).find(([, value]) => isModule(value, name));
    if (!found) {
      problems.push(`src/modules/${path}.ts exports no module whose name is "${name}"`);
      continue;
    }
    const module = found[1] as Module;
    modules.push({ exported: found[0], path, module });
    problems.push(...incomplete(root, path, module));
  }
  return { modules: modules.sort((one, other) => (one.module.name < other.module.name ? -1 : 1)), problems };
}

function isModulePath(path: string): boolean {
  if (path === "registry" || path.endsWith(".sh") || path.startsWith("lib/")) return false;
  const [name, folder, room, ...above] = path.split("/").reverse();
  return folder === undefined || (folder === name && room !== folder && above.length === 0);
}

/** The exports of a compiled file. */
export async function loadBuilt(built: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const file: unknown = await import(pathToFileURL(join(built, path)).href);
  return file as Readonly<Record<string, unknown>>;
}

function isModule(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && "kind" in value && "name" in value && value.name === name;
}

function incomplete(root: string, path: string, { examples }: Module): string[] {
  const test = `test/modules/${path}.test.ts`;
  // The type requires an example, but a cast can bypass it.
  const count: number = examples.length;
  return [
    ...(count === 0 ? [`src/modules/${path}.ts has no example`] : []),
    ...(existsSync(join(root, test)) ? [] : [`src/modules/${path}.ts has no test: ${test} is missing`]),
  ];
}

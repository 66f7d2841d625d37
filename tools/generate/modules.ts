import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Module } from "../../src/module/contract.ts";
import { sourceNames } from "./files.ts";

/** Where sources stand, and where what tsc made of them. */
export interface Folders {
  readonly root: string;
  readonly built: string;
}

export interface FoundModule {
  /** The name under which its file exports it. */
  readonly exported: string;
  readonly module: Module;
}

export interface FoundModules {
  readonly modules: readonly FoundModule[];
  /** What keeps a module from being complete, a sentence each. */
  readonly problems: readonly string[];
}

/** Loads every file of src/modules but the registry. */
export async function findModules({ root, built }: Folders): Promise<FoundModules> {
  const modules: FoundModule[] = [];
  const problems: string[] = [];
  for (const name of sourceNames(join(root, "src/modules")).filter((file) => file !== "registry")) {
    const exports = await loadBuilt(built, `src/modules/${name}.js`);
    const found = Object.entries(exports).find(([, value]) => isModule(value, name));
    if (!found) {
      problems.push(`src/modules/${name}.ts exports no module whose name is "${name}"`);
      continue;
    }
    const module = found[1] as Module;
    modules.push({ exported: found[0], module });
    problems.push(...incomplete(root, module));
  }
  return { modules, problems };
}

/** The exports of a compiled file. */
export async function loadBuilt(built: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const file: unknown = await import(pathToFileURL(join(built, path)).href);
  return file as Readonly<Record<string, unknown>>;
}

function isModule(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && "kind" in value && "name" in value && value.name === name;
}

function incomplete(root: string, { name, examples }: Module): string[] {
  const test = `test/modules/${name}.test.ts`;
  // The type demands an example; a user's cast could still leave the list empty.
  const count: number = examples.length;
  return [
    ...(count === 0 ? [`src/modules/${name}.ts has no example`] : []),
    ...(existsSync(join(root, test)) ? [] : [`src/modules/${name}.ts has no test: ${test} is missing`]),
  ];
}

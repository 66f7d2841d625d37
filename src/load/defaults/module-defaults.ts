import { loadFault } from "../../errors/catalogue/load.ts";
import { nearest } from "../../errors/nearest.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import type { Module } from "../../module/contract.ts";
import type { ArgsSchema } from "../../module/schema.ts";
import type { Loading } from "../loading.ts";
import { moduleNamed } from "../loading.ts";
import type { ModuleDefaults, RunKeywords, Task } from "../project.ts";
import { moduleArgs } from "../tasks/args.ts";
import { spelledHere } from "../tasks/spelling.ts";
import type { MapNode, Node, NodeEntry } from "../yaml/node.ts";

export const NO_DEFAULTS: ModuleDefaults = new Map();

/**
 * The arguments that `module_defaults` gives to modules, by module. They are compiled when what includes name is read, because modules are
 * loaded then, so each map is filled later.
 */
export function moduleDefaultsOf(node: Node | undefined, loading: Loading): ModuleDefaults {
  if (node?.kind !== "map" || node.entries.size === 0) return NO_DEFAULTS;
  const known = spelledHere(node, loading.registry.names) as MapNode;
  const defaults = new Map<string, MapTree>();
  for (const [name, entry] of known.entries) {
    const entries = new Map<string, { origin: MapTree["origin"]; value: Tree }>();
    defaults.set(name, { kind: "map", entries, origin: entry.origin });
    loading.pending.push(async () => {
      const args = await readDefaults(name, entry, loading);
      for (const [key, value] of args?.entries ?? []) entries.set(key, value);
    });
  }
  loading.defaulted.push(...defaults.keys());
  return defaults;
}

async function readDefaults(name: string, entry: NodeEntry, loading: Loading): Promise<MapTree | undefined> {
  const { origin } = entry;
  if (name.startsWith("group/")) {
    const instead = "Write the arguments of each module under the module's own name: there are no groups.";
    loading.faults.push(
      loadFault("load/not-supported", { what: `\`${name}\` in module_defaults`, instead }, { origin }),
    );
    return undefined;
  }
  const module = await moduleNamed(name, loading);
  if (!module) {
    const near = nearest(name, loading.registry.names);
    loading.faults.push(loadFault("load/unknown-default", { name, near }, { origin }));
    return undefined;
  }
  if (!takesDefaults(module)) {
    const what = `\`${name}\` in module_defaults`;
    loading.faults.push(
      loadFault("load/not-supported", { what, instead: "Write its arguments in each task." }, { origin }),
    );
    return undefined;
  }
  return moduleArgs({ ...module, args: partOf(module.args) }, entry, loading);
}

/** The schema of a part of a module's arguments: tasks give the others. */
function partOf(schema: ArgsSchema): ArgsSchema {
  const { exclusive = [], oneOf = [] } = schema;
  return { ...schema, required: [], oneOf: [], needs: [], exclusive: [...exclusive, ...oneOf] };
}

/** The engine reads the arguments of some modules in each task, before any default is known. */
function takesDefaults({ name }: Module): boolean {
  return !["meta", "set_fact", "include_vars", "add_host", "group_by"].includes(name);
}

/** The defaults of the modules that either names; the inner ones replace all of a module's outer ones. */
export function joinedDefaults(outer: ModuleDefaults, inner: ModuleDefaults): ModuleDefaults {
  if (outer.size === 0 || inner.size === 0) return outer.size === 0 ? inner : outer;
  return new Map([...outer, ...inner]);
}

/** A task with the defaults of the arguments that it does not write. */
export function withDefaults(task: Task, { moduleDefaults }: RunKeywords): Task {
  const defaults = moduleDefaults.get(task.module);
  if (!defaults) return task;
  return { ...task, args: { ...task.args, entries: new Map([...defaults.entries, ...task.args.entries]) } };
}

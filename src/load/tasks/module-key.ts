import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { MapNode, Node } from "../yaml/node.ts";
import { taskSchema } from "../schemas/task.ts";

const PROPERTIES: Readonly<Record<string, object>> = taskSchema.properties;
const KEYS: ReadonlySet<string> = new Set(Object.keys(PROPERTIES));
const KEYWORDS = Object.keys(PROPERTIES).filter((key) => !isUnsupported(key));

interface ModuleKey {
  /** The module's name; undefined if it is not clear. */
  readonly name: string | undefined;
  readonly faults: readonly Fault[];
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The names of a registry's modules as a set. It is made once, because every task looks into it. */
export function setOf(modules: readonly string[]): ReadonlySet<string> {
  const known = sets.get(modules) ?? new Set(modules);
  sets.set(modules, known);
  return known;
}

/** The entries of a task whose values the schema of tasks describes. */
export function keywordsIn(task: Node): Node {
  if (task.kind !== "map") return task;
  return { ...task, entries: new Map([...task.entries].filter(([key]) => KEYS.has(key))) };
}

/** Finds the key of a task that names its module, and reports all keys that are neither a module nor a key of tasks. */
export function findModuleKey(task: MapNode, modules: readonly string[]): ModuleKey {
  const keys = [...task.entries.keys()];
  const named = keys.filter((key) => setOf(modules).has(key));
  const unknown = keys.filter((key) => !named.includes(key) && !KEYS.has(key));
  const [name, ...others] = named;
  const second = others.map((key) => loadFault("load/two-modules", { name: key, first: name ?? "" }, at(task, key)));
  if (name !== undefined) return { name, faults: [...second, ...unknown.map((key) => unknownKey(task, key))] };
  return { name, faults: withoutModule(task, keys, unknown, modules) };
}

/** Explains a task without a module: one of its unknown keys may be meant as the module, the others are misspelt keys. */
function withoutModule(
  task: MapNode,
  keys: readonly string[],
  unknown: readonly string[],
  modules: readonly string[],
): Fault[] {
  const withLoop = unknown.filter((key) => key.startsWith("with_"));
  const misspelt = unknown.filter(
    (key) => !withLoop.includes(key) && nearest(key, KEYWORDS) !== undefined && nearest(key, modules) === undefined,
  );
  const [module, ...others] = unknown.filter((key) => !withLoop.includes(key) && !misspelt.includes(key));
  const faults = [...withLoop, ...misspelt, ...others].map((key) => unknownKey(task, key));
  if (module !== undefined) return [unknownModule(task, module, modules), ...faults];
  const explained = faults.length > 0 || keys.some(isUnsupported);
  return explained ? faults : [loadFault("load/no-module", {}, { origin: task.origin })];
}

function unknownModule(task: MapNode, name: string, modules: readonly string[]): Fault {
  const short = name.split(".").at(-1) ?? name;
  const near = modules.includes(short) ? short : nearest(short, [...modules, ...KEYWORDS]);
  return loadFault("load/unknown-module", { name, near }, at(task, name));
}

function unknownKey(task: MapNode, key: string): Fault {
  if (key.startsWith("with_"))
    return loadFault("load/not-supported", { what: `\`${key}\``, instead: loopInstead(key) }, at(task, key));
  return loadFault(
    "load/unknown-key",
    { key, of: "A task", near: nearest(key, KEYWORDS), known: KEYWORDS },
    at(task, key),
  );
}

function loopInstead(key: string): string {
  if (key !== "with_lines") return "Write `loop` with a list.";
  return "Run the command in a task before, register its result, and write `loop: !cel splitlines(result.stdout)`.";
}

function isUnsupported(key: string): boolean {
  return "unsupported" in (PROPERTIES[key] ?? {});
}

function at(task: MapNode, key: string) {
  return { origin: task.entries.get(key)?.origin };
}

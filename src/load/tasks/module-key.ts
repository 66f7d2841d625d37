import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { MapNode } from "../yaml/node.ts";
import { taskSchema } from "../schemas/task.ts";

const PROPERTIES: Readonly<Record<string, object>> = taskSchema.properties;
const KEYWORDS = Object.keys(PROPERTIES).filter((key) => !isLater(key));

interface ModuleKey {
  /** The module's name, where it is clear. */
  readonly name: string | undefined;
  readonly faults: readonly Fault[];
}

/** Finds the one key of a task that names its module, and explains every key that is neither that nor a task's own. */
export function findModuleKey(task: MapNode, modules: readonly string[]): ModuleKey {
  const keys = [...task.entries.keys()];
  const named = keys.filter((key) => modules.includes(key));
  const strange = keys.filter((key) => !named.includes(key) && !(key in PROPERTIES));
  const [name, ...further] = named;
  const second = further.map((key) => loadFault("load/two-modules", { name: key, first: name ?? "" }, at(task, key)));
  if (name !== undefined) return { name, faults: [...second, ...strange.map((key) => strangeKey(task, key))] };
  return { name, faults: withoutModule(task, keys, strange, modules) };
}

function withoutModule(
  task: MapNode,
  keys: readonly string[],
  strange: readonly string[],
  modules: readonly string[],
): Fault[] {
  const withLoop = strange.filter((key) => key.startsWith("with_"));
  const misspelt = strange.filter(
    (key) => !withLoop.includes(key) && nearest(key, KEYWORDS) !== undefined && nearest(key, modules) === undefined,
  );
  const [module, ...others] = strange.filter((key) => !withLoop.includes(key) && !misspelt.includes(key));
  const faults = [...withLoop, ...misspelt, ...others].map((key) => strangeKey(task, key));
  if (module !== undefined) return [unknownModule(task, module, modules), ...faults];
  const explained = faults.length > 0 || keys.some(isLater);
  return explained ? faults : [loadFault("load/no-module", {}, { origin: task.origin })];
}

function unknownModule(task: MapNode, name: string, modules: readonly string[]): Fault {
  const short = name.split(".").at(-1) ?? name;
  const near = modules.includes(short) ? short : nearest(short, [...modules, ...KEYWORDS]);
  return loadFault("load/unknown-module", { name, near }, at(task, name));
}

function strangeKey(task: MapNode, key: string): Fault {
  if (key.startsWith("with_"))
    return loadFault("load/not-supported", { what: `\`${key}\``, instead: "Write `loop` with a list." }, at(task, key));
  return loadFault(
    "load/unknown-key",
    { key, of: "A task", near: nearest(key, KEYWORDS), known: KEYWORDS },
    at(task, key),
  );
}

function isLater(key: string): boolean {
  return "later" in (PROPERTIES[key] ?? {});
}

function at(task: MapNode, key: string) {
  return { origin: task.entries.get(key)?.origin };
}

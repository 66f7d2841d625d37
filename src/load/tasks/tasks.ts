import { loadFault } from "../../errors/catalogue/load.ts";
import type { MapTree } from "../../language/tree.ts";
import { moduleArgs, withArgs } from "./args.ts";
import { conditionsOf } from "../conditions.ts";
import { incompleteFaults } from "../defaults/complete.ts";
import { moduleNamed, type Loading } from "../loading.ts";
import { findModuleKey, keywordsIn } from "./module-key.ts";
import { asNumber, child, isNull, itemsOf, type MapNode, type Node } from "../yaml/node.ts";
import { asBlock, loadBlock } from "./blocks.ts";
import { readIncludedVars } from "./include-vars.ts";
import { asInclude, loadInclude } from "./includes.ts";
import { runKeywords } from "./inherited.ts";
import { namedItems, tagsOf } from "./keywords.ts";
import { loopControlOf } from "./loop-control.ts";
import { metaFaults } from "./meta.ts";
import { isForInventory, recordAdded } from "../growth/added.ts";
import { placementOf } from "./placement.ts";
import { setSearch } from "../lookups/search.ts";
import type { SearchPath, Task } from "../project.ts";
import { taskSchema } from "../schemas/task.ts";
import { findSources } from "./sources.ts";
import { spelledHere } from "./spelling.ts";
import { withRewrites } from "../rewrites/tasks.ts";
import { toTree } from "../tree.ts";
import { define, definedName, variablesOf } from "../variables.ts";
import { keywordFaults } from "../validation/module-keywords.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";

const validator = validatorOf(taskSchema);

/** Loads a list of tasks and blocks of tasks. Invalid tasks are recorded as faults and left out. */
export async function loadTasks(list: Node | undefined, search: SearchPath, loading: Loading): Promise<Task[]> {
  if (list?.kind !== "list") return [];
  const loader = { load: loadTasks, keys: taskKeys };
  const tasks: Task[] = [];
  for (const written of list.items) {
    const item = spelledHere(written, loading.registry.names);
    const before = loading.fileUses.length;
    const block = asBlock(item);
    const include = block ? undefined : asInclude(item);
    const task = block || include ? undefined : await loadTask(item, search, loading);
    if (include) tasks.push(...(await loadInclude(include, search, loading, loader)));
    else if (block) tasks.push(...(await loadBlock(block, search, loading, loader)));
    else if (task) tasks.push(task);
    setSearch(before, search, loading);
  }
  return tasks;
}

async function loadTask(node: Node, search: SearchPath, loading: Loading): Promise<Task | undefined> {
  const faults = validate(validator, keywordsIn(node), "A task");
  const key = node.kind === "map" ? findModuleKey(node, loading.registry.names) : undefined;
  loading.faults.push(...(await withRewrites([...faults, ...(key?.faults ?? [])], node, loading.registry)));
  if (node.kind !== "map" || !key) return undefined;
  const keys = taskKeys(node, loading);
  const entry = key.name === undefined ? undefined : node.entries.get(key.name);
  const module = key.name === undefined ? undefined : await moduleNamed(key.name, loading);
  if (!entry || !module) return undefined;
  loading.faults.push(...(await keywordFaults(node, module, loading.registry)));
  const before = loading.faults.length;
  const args = moduleArgs(module, withArgs(module, entry, child(node, "args"), loading), loading);
  if (!args) return undefined;
  const incomplete = incompleteFaults(loading.faults.slice(before), entry.origin);
  if (incomplete.length > 0) loading.incomplete.set(args, incomplete);
  if (module.name === "set_fact") defineFacts(args, loading);
  const sources = await findSources(args, module.args, { search, ...keys }, loading);
  // The keywords come last: adding keys to a copy takes twenty times as long.
  const written = { origin: entry.origin, module: module.name, args, sources, search, blocks: [], ...keys };
  const task = isForInventory(written) ? { ...written, placement: { ...written.placement, runOnce: true } } : written;
  loading.faults.push(...metaFaults(task));
  recordAdded(task, module.args, loading);
  if (module.name !== "include_vars") return task;
  return { ...task, includedVars: await readIncludedVars(args, search, loading) };
}

type Keywords = Omit<Task, "origin" | "module" | "args" | "sources" | "search" | "blocks">;

/** Reads all keys of a task except its module. They are read even if the module is wrong, because they define names. */
function taskKeys(node: MapNode, loading: Loading): Keywords {
  const tree = (key: string) => {
    const value = child(node, key);
    return value && toTree(value, loading);
  };
  const number = (key: string) => {
    const value = child(node, key);
    return value && toTree(asNumber(value), loading);
  };
  const some = (key: string) => (child(node, key) ? conditionsOf(child(node, key), loading) : undefined);
  return {
    name: tree("name"),
    when: some("when") ?? [],
    loop: tree("loop"),
    loopControl: loopControlOf(child(node, "loop_control"), loading),
    register: definedName(child(node, "register"), define, loading),
    ...runKeywords(node, loading),
    notify: itemsOf(child(node, "notify")).map((name) => toTree(name, loading)),
    listen: namedItems(child(node, "listen")).map(({ name }) => name),
    tags: tagsOf(child(node, "tags")),
    until: some("until") ?? [],
    retries: number("retries"),
    delay: number("delay"),
    async: number("async"),
    poll: number("poll"),
    failedWhen: some("failed_when"),
    changedWhen: some("changed_when"),
    vars: variablesOf(child(node, "vars"), loading),
    placement: placementOf(node, loading),
  };
}

function defineFacts(args: MapTree, loading: Loading): void {
  for (const [name, { origin }] of args.entries) define(name, { origin }, loading);
}

/** Loads a list of handlers: tasks with a name that other tasks can notify. */
export async function loadHandlers(list: Node | undefined, search: SearchPath, loading: Loading): Promise<Task[]> {
  for (const item of itemsOf(list)) {
    const block = asBlock(item)?.entries.get("block");
    if (block) loading.faults.push(loadFault("load/handler-block", {}, { origin: block.origin }));
    const isImport = asInclude(item)?.word === "import_tasks";
    const unnamed =
      !block && !isImport && item.kind === "map" && isNull(child(item, "name")) && isNull(child(item, "listen"));
    if (unnamed) loading.faults.push(loadFault("load/unnamed-handler", {}, { origin: item.origin }));
  }
  const handlers = await loadTasks(list, search, loading);
  const loaded = new Set(handlers.map(({ name }) => (name?.kind === "literal" ? name.origin : undefined)));
  for (const item of itemsOf(list)) {
    const names = [...namedItems(child(item, "name")), ...namedItems(child(item, "listen"))];
    const isLoaded = loaded.has(child(item, "name")?.origin);
    if (!isLoaded) for (const { name } of names) loading.invalidHandlers.add(name);
  }
  return handlers;
}

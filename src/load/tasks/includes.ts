import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Loading } from "../loading.ts";
import type { Include, Inherited, SearchPath, Task, TaskList } from "../project.ts";
import { displayName } from "../reading.ts";
import { INCLUDE_WORDS, includeSchemas } from "../schemas/include.ts";
import { withRewrites } from "../rewrites/tasks.ts";
import { toTree } from "../tree.ts";
import { validate } from "../validation/validate.ts";
import { validatorOf } from "../validation/validator.ts";
import { booleanOf, child, isComputed, textOf, type MapNode, type Node } from "../yaml/node.ts";
import { includeArgs, type IncludeNode } from "./include-args.ts";
import { inherit, inheritedFrom } from "./inherited.ts";
import { addLists } from "./task-lists.ts";
import { missingFile, locate } from "./sources.ts";
import { taskFile, type Load } from "./task-file.ts";

/** How the tasks of a list are loaded, and the keys of a task but for its module. */
export interface Loader {
  readonly load: Load;
  readonly keys: (
    node: MapNode,
    loading: Loading,
  ) => Omit<Task, "origin" | "module" | "args" | "sources" | "search" | "blocks">;
}

const validators = new Map(
  INCLUDE_WORDS.map((word) => {
    const { keywords, args } = includeSchemas(word);
    return [word, { keywords: validatorOf(keywords), args: validatorOf(args) }] as const;
  }),
);

/** The entry of a list of tasks if it includes or imports others. */
export function asInclude(node: Node): IncludeNode | undefined {
  if (node.kind !== "map") return undefined;
  for (const [key, entry] of node.entries) {
    const word = INCLUDE_WORDS.find((one) => key === one);
    if (word !== undefined) return { word, node, entry };
  }
  return undefined;
}

/** The tasks that stand for an entry: those of the file that it imports, or one that includes tasks during the run. */
export async function loadInclude(
  written: IncludeNode,
  search: SearchPath,
  loading: Loading,
  { load, keys }: Loader,
): Promise<Task[]> {
  const { word, node } = written;
  const validator = validators.get(word);
  loading.faults.push(...otherModules(written, loading.registry.names));
  const ofKeys = validator ? validate(validator.keywords, node, "A task") : [];
  loading.faults.push(...(await withRewrites(ofKeys, node, loading.registry)));
  const args = includeArgs(written, loading);
  if (validator && args) loading.faults.push(...validate(validator.args, args, `The arguments of ${word}`));
  // The keys are read even if the arguments are wrong, because they define names.
  if (word === "import_tasks") return importTasks(written, args, search, loading, load);
  const own = keys(node, loading);
  const name = child(args, word.endsWith("_role") ? "name" : "file");
  if (name?.kind !== "scalar" || name.value === "") return [];
  if (word === "import_role" && isComputed(name)) return refuseComputed(word, name, loading);
  const task = taskOf(written, own, includeOf(written, { name, args, vars: own.vars }, search, loading), search);
  if (word === "include_tasks") loading.pending.push(() => addLists(task.include, search, loading, load));
  else loading.pending.push(() => loading.addRoles(task, args, loading));
  // What an import gives to its tasks is not for itself.
  return [word === "import_role" ? { ...task, when: [], tags: [], vars: undefined } : task];
}

function refuseComputed(word: string, { origin }: Node, loading: Loading): [] {
  const parameters = { word, instead: word.replace("import_", "include_") };
  loading.faults.push(loadFault("load/import-computed", parameters, { origin }));
  return [];
}

/** Keys that make it a second task. */
function otherModules({ word, node, entry }: IncludeNode, modules: readonly string[]): Fault[] {
  const words: readonly string[] = [...modules, ...INCLUDE_WORDS];
  return [...node.entries].flatMap(([key, { origin }]) =>
    origin !== entry.origin && words.includes(key)
      ? [loadFault("load/two-modules", { name: key, first: word }, { origin })]
      : [],
  );
}

function taskOf<T extends Include>(
  { word, entry }: IncludeNode,
  own: ReturnType<Loader["keys"]>,
  include: T,
  search: SearchPath,
): Task & { readonly include: T } {
  const args = { kind: "map", entries: new Map(), origin: entry.origin } as const;
  return { ...own, origin: entry.origin, module: word, args, sources: new Map(), search, blocks: [], include };
}

function includeOf(
  { word, node }: IncludeNode,
  { name, args, vars }: { readonly name: Node; readonly args: MapNode | undefined; readonly vars: Task["vars"] },
  search: SearchPath,
  loading: Loading,
) {
  const [apply, from] = [child(args, "apply"), child(args, "tasks_from")];
  const isStatic = word === "import_role";
  const giving = isStatic ? node : apply;
  const inherited: Inherited[] = giving?.kind === "map" ? [inheritedFrom(giving, loading)] : [];
  return {
    kind: word.endsWith("_role") ? "role" : "tasks",
    name: toTree(name, loading),
    from: from && toTree(from, loading),
    isStatic,
    isPublic: booleanOf(child(args, "public")) ?? isStatic,
    isOnce: booleanOf(child(args, "allow_duplicates")) === false,
    folders: search.tasks,
    lists: new Map<string, TaskList>(),
    inherited,
    vars: { own: isStatic ? undefined : vars, outer: undefined },
  } as const;
}

async function importTasks(
  { word, node }: IncludeNode,
  args: MapNode | undefined,
  search: SearchPath,
  loading: Loading,
  load: Load,
): Promise<Task[]> {
  const inherited = inheritedFrom(node, loading);
  const file = child(args, "file");
  if (file && isComputed(file)) return refuseComputed(word, file, loading);
  const name = textOf(file);
  if (!file || !name) return [];
  const located = await locate(name, search.tasks);
  if (located.is !== "file") {
    loading.faults.push(await missingFile(located, { name, origin: file.origin }, search.tasks, loading));
    return [];
  }
  const { importing } = loading;
  if (importing.includes(located.path)) {
    const chain = [...importing.slice(importing.indexOf(located.path)), located.path];
    const shown = chain.map((each) => displayName(loading.root, each));
    loading.faults.push(loadFault("load/import-cycle", { word, chain: shown }, { origin: file.origin }));
    return [];
  }
  importing.push(located.path);
  const tasks = await taskFile(located.path, search, loading, load);
  importing.pop();
  return tasks.map((task) => inherit(task, inherited));
}

import type { Fault } from "../../errors/fault.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import { showOrigin, type Origin } from "../../model/origin.ts";
import type { Module } from "../../module/contract.ts";
import type { Loading } from "../loading.ts";
import type { Play, Playbook, RunKeywords, Task, TaskList } from "../project.ts";
import { inherit, joinKeywords } from "../tasks/inherited.ts";
import { findSources } from "../tasks/sources.ts";
import { argsFaults } from "../validation/args-schema.ts";
import { COMPUTED } from "../validation/data.ts";
import { withDefaults } from "./module-defaults.ts";

const INCOMPLETE = ["load/missing-key", "load/one-of", "load/argument-needs"];

/** Of a task's faults, those that say that arguments are missing, need others or exclude each other: defaults may add some. */
export function incompleteFaults(faults: readonly Fault[], origin: Origin): Fault[] {
  const at = showOrigin(origin);
  return faults.filter(({ code, origin: own }) => INCOMPLETE.includes(code) && own && showOrigin(own) === at);
}

/** Checks again which arguments are missing, and the files that they name, now that it is known what `module_defaults` adds where a task is used. */
export async function checkCompleteness(playbooks: readonly Playbook[], loading: Loading): Promise<void> {
  const { faults, incomplete, defaulted } = loading;
  if (defaulted.length === 0) return;
  const found: Found = { own: new Set(), withDefaults: [], defaulted: new Set(), completed: [] };
  for (const play of playbooks.flatMap(({ plays }) => plays)) {
    for (const [tasks, keywords] of listsOf(play)) walk(tasks, { keywords, inside: [], loading, found });
  }
  const met = [...found.defaulted].filter((args) => !found.own.has(args)).flatMap((args) => incomplete.get(args) ?? []);
  const kept = faults.filter((fault) => !met.includes(fault));
  faults.splice(0, faults.length, ...kept, ...found.withDefaults);
  for (const { task, module } of found.completed) await findSources(task.args, module.args, task, loading);
}

/** Arguments that are used without defaults, and with them. */
interface Found {
  readonly own: Set<MapTree>;
  readonly defaulted: Set<MapTree>;
  readonly withDefaults: Fault[];
  /** Tasks with defaults that name a file. */
  readonly completed: { readonly task: Task; readonly module: Module }[];
}

interface Walk {
  readonly keywords: RunKeywords;
  /** The lists that the tasks are in. */
  readonly inside: readonly TaskList[];
  readonly loading: Loading;
  readonly found: Found;
}

/** The lists of a play, with what their tasks take over. */
function listsOf({ keywords, roles, ...play }: Play): (readonly [readonly Task[], RunKeywords])[] {
  const own = [...play.preTasks, ...play.tasks, ...play.postTasks, ...play.handlers];
  const ofRoles = roles.map(({ role, keywords: inner }) => {
    const { tasks, handlers, verify, teardown } = role;
    return [[...tasks, ...handlers, ...verify, ...teardown], joinKeywords(keywords, inner)] as const;
  });
  // The tasks of included roles are checked where they are included.
  const ofIncluded = play.includedRoles.map(({ role }) => [role.handlers, keywords] as const);
  return [[own, keywords], ...ofRoles, ...ofIncluded];
}

function walk(tasks: readonly Task[], at: Walk): void {
  for (const task of tasks) {
    for (const list of task.include?.lists.values() ?? []) {
      if (at.inside.includes(list)) continue;
      const give = (one: Task) => task.include?.inherited.reduceRight(inherit, one) ?? one;
      const within = { ...at, inside: [...at.inside, list] };
      walk(list.tasks.map(give), within);
      for (const { role, keywords } of list.dependencies ?? []) {
        walk(role.tasks.map(give), { ...within, keywords: joinKeywords(at.keywords, keywords) });
      }
    }
    if (!task.include) checkTask(task, at);
  }
}

function checkTask(task: Task, { keywords, loading, found }: Walk): void {
  const completed = withDefaults(task, joinKeywords(keywords, task));
  const module = loading.modules.get(task.module);
  if (completed === task || !module) {
    found.own.add(task.args);
    return;
  }
  found.defaulted.add(task.args);
  const given = [...completed.args.entries].map(([name, { value }]) => [name, literalOf(value)] as const);
  if (given.some(([name]) => !task.args.entries.has(name) && namesFile(module, name))) {
    found.completed.push({ task: completed, module });
  }
  const origin = () => task.origin;
  found.withDefaults.push(
    ...incompleteFaults(
      argsFaults(module.name, module.args, Object.fromEntries(given), { origin, keyOrigin: origin }),
      task.origin,
    ),
  );
}

function literalOf(tree: Tree): unknown {
  return tree.kind === "literal" ? tree.value : COMPUTED;
}

function namesFile({ args: { properties } }: Module, name: string): boolean {
  const schema = properties[name];
  return schema?.type === "string" && schema.source !== undefined;
}

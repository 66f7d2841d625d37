import type { MapTree } from "../../language/tree.ts";
import { conditionsOf } from "../conditions.ts";
import { joinedDefaults, moduleDefaultsOf, NO_DEFAULTS } from "../defaults/module-defaults.ts";
import type { Loading } from "../loading.ts";
import type { Include, Inherited, RunKeywords, Task } from "../project.ts";
import { toTree } from "../tree.ts";
import { variablesOf } from "../variables.ts";
import { child, itemsOf, type Node } from "../yaml/node.ts";
import { environmentOf, tagsOf } from "./keywords.ts";
import { placedIn, placementOf } from "./placement.ts";

/** The keywords of how tasks run: of a task, or of the block, the role's entry or the play that contains it. */
export function runKeywords(node: Node | undefined, loading: Loading): RunKeywords {
  const tree = (key: string) => {
    const value = child(node, key);
    return value && toTree(value, loading);
  };
  const noLog = tree("no_log");
  return {
    become: tree("become"),
    becomeUser: tree("become_user"),
    environment: environmentOf(child(node, "environment"), loading),
    ignoreErrors: tree("ignore_errors"),
    ignoreUnreachable: tree("ignore_unreachable"),
    noLog: noLog ? [noLog] : [],
    checkMode: tree("check_mode"),
    moduleDefaults: moduleDefaultsOf(child(node, "module_defaults"), loading),
  };
}

/** The keywords of what says nothing about how its tasks run. */
export const NO_KEYWORDS: RunKeywords = {
  become: undefined,
  becomeUser: undefined,
  environment: [],
  ignoreErrors: undefined,
  ignoreUnreachable: undefined,
  noLog: [],
  checkMode: undefined,
  moduleDefaults: NO_DEFAULTS,
};

/** What the keywords of a block, an import or an `apply` give to the tasks inside. */
export function inheritedFrom(node: Node, loading: Loading): Inherited {
  return {
    ...runKeywords(node, loading),
    when: conditionsOf(child(node, "when"), loading),
    tags: tagsOf(child(node, "tags")),
    notify: itemsOf(child(node, "notify")).map((name) => toTree(name, loading)),
    vars: variablesOf(child(node, "vars"), loading),
    placement: placementOf(node, loading),
  };
}

/** What a task says itself goes first; conditions, tags and notifications add up. An include passes it on to its tasks, too. */
export function inherit(task: Task, from: Inherited): Task {
  return {
    ...task,
    ...joinKeywords(from, task),
    when: [...from.when, ...task.when],
    tags: [...from.tags, ...task.tags],
    notify: [...from.notify, ...task.notify],
    vars: joined(from.vars, task.vars),
    placement: placedIn(from.placement, task.placement),
    ...(task.include && { include: inheritedBy(task.include, from) }),
  };
}

function inheritedBy(include: Include, from: Inherited): Include {
  const vars = { ...include.vars, outer: joined(from.vars, include.vars.outer) };
  return { ...include, vars, inherited: [from, ...include.inherited] };
}

/** The inner keywords go first, but `no_log` holds if either says so. */
export function joinKeywords(outer: RunKeywords, inner: RunKeywords): RunKeywords {
  return {
    become: inner.become ?? outer.become,
    becomeUser: inner.becomeUser ?? outer.becomeUser,
    environment: [...outer.environment, ...inner.environment],
    ignoreErrors: inner.ignoreErrors ?? outer.ignoreErrors,
    ignoreUnreachable: inner.ignoreUnreachable ?? outer.ignoreUnreachable,
    noLog: [...outer.noLog, ...inner.noLog],
    checkMode: inner.checkMode ?? outer.checkMode,
    moduleDefaults: joinedDefaults(outer.moduleDefaults, inner.moduleDefaults),
  };
}

/** The entries of both maps; the inner one's take precedence. */
export function joined(outer: MapTree | undefined, inner: MapTree | undefined): MapTree | undefined {
  if (!outer || !inner) return inner ?? outer;
  return { ...inner, entries: new Map([...outer.entries, ...inner.entries]) };
}

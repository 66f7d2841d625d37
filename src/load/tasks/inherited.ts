import type { MapTree } from "../../language/tree.ts";
import { conditionsOf } from "../conditions.ts";
import type { Loading } from "../loading.ts";
import type { Inherited, Task } from "../project.ts";
import { toTree } from "../tree.ts";
import { variablesOf } from "../variables.ts";
import { booleanOf, child, type MapNode } from "../yaml/node.ts";
import { environmentOf, namedItems, tagsOf } from "./keywords.ts";
import { placedIn, placementOf } from "./placement.ts";

/** What the keywords of a block, an import or an `apply` give to the tasks inside. */
export function inheritedFrom(node: MapNode, loading: Loading): Inherited {
  const becomeUser = child(node, "become_user");
  return {
    when: conditionsOf(child(node, "when"), loading),
    tags: tagsOf(child(node, "tags")),
    become: booleanOf(child(node, "become")),
    becomeUser: becomeUser && toTree(becomeUser, loading),
    environment: environmentOf(child(node, "environment"), loading),
    ignoreErrors: booleanOf(child(node, "ignore_errors")) ?? false,
    noLog: booleanOf(child(node, "no_log")) ?? false,
    notify: namedItems(child(node, "notify")),
    vars: variablesOf(child(node, "vars"), loading),
    placement: placementOf(node, loading),
  };
}

/** What a task says itself goes first; conditions, tags and notifications add up. An include passes it on to its tasks, too. */
export function inherit(task: Task, from: Inherited): Task {
  return {
    ...task,
    when: [...from.when, ...task.when],
    tags: [...from.tags, ...task.tags],
    become: task.become ?? from.become,
    becomeUser: task.becomeUser ?? from.becomeUser,
    environment: joined(from.environment, task.environment),
    ignoreErrors: task.ignoreErrors || from.ignoreErrors,
    noLog: task.noLog || from.noLog,
    notify: [...from.notify, ...task.notify],
    vars: joined(from.vars, task.vars),
    placement: placedIn(from.placement, task.placement),
    ...(task.include && { include: { ...task.include, inherited: [from, ...task.include.inherited] } }),
  };
}

/** The entries of both maps; the inner one's take precedence. */
function joined(outer: MapTree | undefined, inner: MapTree | undefined): MapTree | undefined {
  if (!outer || !inner) return inner ?? outer;
  return { ...inner, entries: new Map([...outer.entries, ...inner.entries]) };
}

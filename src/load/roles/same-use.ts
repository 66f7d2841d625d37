import { sameTree } from "./same-tree.ts";
import type { RoleUse, TaskList } from "../project.ts";

/**
 * Whether a role that ran as `earlier` need not run again: the variables are the same, as are the tags and conditions of its own entry. A
 * dependency without tags and conditions of its own is content with any earlier use.
 */
export function isSameUse(earlier: RoleUse, use: RoleUse): boolean {
  if (!hasSameVariables(earlier, use)) return false;
  const { tags, when } = use.own;
  if (use.isDependency && tags.length === 0 && when.length === 0) return true;
  return earlier.only === use.only && sameNames(earlier.own.tags, tags) && sameNames(textsOf(earlier), textsOf(use));
}

/** Whether both are uses of one role with the same variables. */
export function hasSameVariables(first: RoleUse, second: RoleUse): boolean {
  return first.role === second.role && sameTree(first.vars, second.vars);
}

/** Whether both includes run the same files of a role with the same variables. */
export function isSameInclude(first: TaskList, second: TaskList): boolean {
  const [one, other] = [first.role, second.role];
  if (!one || !other || first.name !== second.name || one.role.folder !== other.role.folder) return false;
  const parts = [
    [one.vars, other.vars],
    [one.role.vars, other.role.vars],
    [one.role.defaults, other.role.defaults],
  ] as const;
  return parts.every(([own, others]) => sameTree(own, others));
}

function textsOf({ own }: RoleUse): string[] {
  return own.when.map(({ text }) => text);
}

function sameNames(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((name) => second.includes(name));
}

import { isSameInclude } from "../../load/roles/same-use.ts";
import type { TaskList } from "../../load/project.ts";
import type { Value } from "../../model/value.ts";
import { allHold } from "../task/conditions.ts";
import type { RoleInclude, TaskOnHost } from "../task-on-host.ts";

/** The earlier run of a role by which an include with `allow_duplicates: false` is left out; a certain one, if there is any. */
export function earlierInclude(
  { planned, roleIncludes = [] }: TaskOnHost,
  list: TaskList,
  item: Value | undefined,
): RoleInclude | undefined {
  if (planned.task.include?.isOnce !== true) return undefined;
  const same = roleIncludes.filter((one) => isSameInclude(one.list, list) && one.item === item);
  return same.find(({ doubt }) => doubt === undefined) ?? same[0];
}

/** Remembers that an include has run a role: at least one of its tasks was not skipped. */
export function noteInclude(task: TaskOnHost, list: TaskList, item: Value | undefined): void {
  const { run, planned, roleIncludes, scope } = task;
  if (!list.role || !run.rolesRun.has(list.role)) return;
  // The conditions of an import are those of its tasks.
  const conditions = planned.task.include?.inherited.flatMap(({ when }) => when) ?? [];
  const when = allHold(conditions, scope);
  const doubt = when.ok && when.value.is === "unknown" ? when.value.reason : task.doubt;
  roleIncludes?.push({ list, item, doubt });
}

import type { RoleUse, Task, TaskList } from "../project.ts";

/** Tasks and everything that they may include, each list once. */
export function withIncluded(tasks: readonly Task[]): Task[] {
  const found: Task[] = [];
  const visited = new Set<TaskList>();
  const add = (task: Task) => {
    found.push(task);
    if (!task.include) return;
    const lists = [...task.include.lists.values()].filter((list) => !visited.has(list));
    for (const list of lists) visited.add(list);
    for (const list of lists) list.tasks.forEach(add);
  };
  tasks.forEach(add);
  return found;
}

/** The roles that tasks may include, and their dependencies, also those that their handlers include. */
export function includedRoles(tasks: readonly Task[]): RoleUse[] {
  const found = new Set<RoleUse>();
  for (let pending = [...tasks]; pending.length > 0;) {
    const lists = withIncluded(pending).flatMap(({ include }) => [...(include?.lists.values() ?? [])]);
    const uses = lists.flatMap(({ role, dependencies = [] }) => [...dependencies, ...(role ? [role] : [])]);
    const fresh = uses.filter((use) => !found.has(use));
    for (const use of fresh) found.add(use);
    pending = fresh.flatMap(({ role }) => [...role.handlers, ...role.tasks]);
  }
  return [...found];
}

import type { Task, TaskList } from "./project.ts";

/** Tasks and everything that they may include, each list once. */
export function withIncluded(tasks: readonly Task[]): Task[] {
  const found: Task[] = [];
  const visited = new Set<TaskList>();
  const pending = [...tasks];
  for (let task = pending.shift(); task; task = pending.shift()) {
    found.push(task);
    const lists = [...(task.include?.lists.values() ?? [])].filter((list) => !visited.has(list));
    for (const list of lists) visited.add(list);
    pending.unshift(...lists.flatMap((list) => list.tasks));
  }
  return found;
}

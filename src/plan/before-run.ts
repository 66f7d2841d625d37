import type { Inventory } from "../inventory/inventory.ts";
import type { Layer } from "../language/scope.ts";
import type { Project, Task } from "../load/project.ts";
import type { Host } from "../model/host.ts";

/** What is known of a host before the run, besides its variables. */
export function hostLayer({ groups: all }: Inventory, host: Host): Layer {
  const groups = Object.fromEntries([...all.values()].map(({ name, hosts }) => [name, hosts]));
  const names = host.groups.filter((name) => name !== "all");
  const values = { inventory_hostname: host.name, group_names: names, groups };
  const variables = Object.entries(values).map(([name, value]) => [name, { from: "data", value }] as const);
  return { name: "host", variables: new Map(variables) };
}

/** The names that `register` and `set_fact` define anywhere in the project. */
export function namesSetByTasks({ playbooks }: Project): ReadonlySet<string> {
  const names = (task: Task) => [
    ...(task.register === undefined ? [] : [task.register]),
    ...(task.module === "set_fact" ? task.args.entries.keys() : []),
  ];
  const plays = playbooks.flatMap(({ plays: all }) => all);
  const tasks = plays.flatMap((play) => [
    ...[play.preTasks, play.tasks, play.postTasks, play.handlers],
    ...play.roles.flatMap(({ role }) => [role.tasks, role.handlers, role.verify, role.teardown]),
  ]);
  return new Set(tasks.flat().flatMap(names));
}

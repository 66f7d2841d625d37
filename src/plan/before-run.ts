import type { Inventory } from "../inventory/inventory.ts";
import type { Layer } from "../language/scope.ts";
import { withIncluded } from "../load/includes/included.ts";
import type { Project, Task } from "../load/project.ts";
import { staticLabel } from "./label.ts";
import type { Host } from "../model/host.ts";

/** What is known of a host before the run, besides its variables. */
export function hostLayer({ groups: all }: Inventory, host: Host): Layer {
  const groups = Object.fromEntries([...all.values()].map(({ name, hosts }) => [name, hosts]));
  const values = { inventory_hostname: host.name, group_names: groupNames(host), groups };
  const variables = Object.entries(values).map(([name, value]) => [name, { from: "data", value }] as const);
  return { name: "host", variables: new Map(variables) };
}

/** The groups of a host, as \`group_names\` has them. */
export function groupNames({ groups }: Host): readonly string[] {
  return groups.filter((name) => name !== "all");
}

/** The names that `register` and `set_fact` define anywhere in the project. */
export function namesSetByTasks({ playbooks }: Project): ReadonlySet<string> {
  return namesSetBy(tasksOf(playbooks));
}

/** The names that `register` and `set_fact` define in tasks. */
export function namesSetBy(tasks: readonly Task[]): ReadonlySet<string> {
  const names = (task: Task) => [
    ...(task.register === undefined ? [] : [task.register]),
    ...(task.module === "set_fact" ? task.args.entries.keys() : []),
    ...namesIncludedBy(task),
  ];
  return new Set(tasks.flatMap(names));
}

/** The names that `include_vars` may define. */
export function namesIncludedBy({ args, includedVars }: Task): readonly string[] {
  const name = args.entries.get("name")?.value;
  if (!includedVars) return [];
  if (name?.kind === "literal") return [String(name.value)];
  return [...includedVars.maps.values()].flatMap(({ entries }) => [...entries.keys()]);
}

/** The names of all tasks and handlers as they are written, but for those that a template computes. */
export function writtenNames({ playbooks }: Project): ReadonlySet<string> {
  const written = tasksOf(playbooks).filter(({ name }) => name === undefined || name.kind === "literal");
  return new Set(written.map(staticLabel));
}

/** All tasks and handlers, also those of literal includes; one that several roles use is there several times. */
export function tasksOf(playbooks: Project["playbooks"]): Task[] {
  const plays = playbooks.flatMap(({ plays: all }) => all);
  const tasks = plays.flatMap((play) => [
    ...[play.preTasks, play.tasks, play.postTasks, play.handlers],
    ...[...play.roles, ...play.includedRoles].flatMap(({ role, dependencies }) =>
      [role, ...dependencies].flatMap((one) => [one.tasks, one.handlers, one.verify, one.teardown]),
    ),
  ]);
  return withIncluded(tasks.flat());
}

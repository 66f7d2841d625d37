import type { PlayListing } from "../../events/event.ts";
import type { TaskList } from "../../load/project.ts";
import { staticLabel } from "../../plan/label.ts";
import type { Plan, PlannedPlay, PlannedTask } from "../../plan/plan.ts";
import type { RunOptions } from "../options.ts";

/** The same for programs: an event per play; none for --syntax-check alone. */
export function listingEvents(plan: Plan, { listHosts, listTasks, listTags }: RunOptions): PlayListing[] {
  if (!listHosts && !listTasks && !listTags) return [];
  return plan.plays.map(({ play, batches, segments }) => {
    const tasks = listed(segments.flatMap((segment) => segment.tasks));
    return {
      event: "play_listing",
      play: play.name,
      pattern: play.hosts.pattern,
      hosts: batches.flat().map(({ name }) => name),
      tags: tagsOf(tasks),
      tasks: tasks.map(({ task, role, stage, tags }) => ({
        role: role?.role.name ?? null,
        task: staticLabel(task),
        module: task.module,
        stage: stage === "verify" ? "verify" : "task",
        tags,
        origin: task.origin,
      })),
    };
  });
}

/**
 * Tasks with those that they include, unless the name is computed. An import itself is not a task. What includes itself is listed once.
 */
function listed(tasks: readonly PlannedTask[], inside: readonly TaskList[] = []): PlannedTask[] {
  return tasks.flatMap((planned) => {
    const { task, included } = planned;
    const [list, ...others] = [...(task.include?.lists.values() ?? [])];
    const own = task.include?.isStatic ? [] : [planned];
    if (!list || !included || others.length > 0 || inside.includes(list)) return own;
    return [...own, ...listed(included(list), [...inside, list])];
  });
}

function tagsOf(tasks: readonly PlannedTask[]): string[] {
  return [...new Set(tasks.flatMap((task) => task.tags))].sort();
}

/** What --list-hosts, --list-tasks, --list-tags and --syntax-check print. */
export function listing(plan: Plan, options: RunOptions): string {
  if (!options.listHosts && !options.listTasks && !options.listTags) return "The project is valid.\n";
  return plan.plays.map((play) => lines(play, options).join("\n")).join("\n\n") + "\n";
}

function lines(play: PlannedPlay, { listHosts, listTasks, listTags }: RunOptions): string[] {
  const hosts = play.batches.flat().map(({ name }) => name);
  const tasks = listed(play.segments.flatMap((segment) => segment.tasks));
  const tags = tagsOf(tasks);
  return [
    `play: ${play.play.name} (${play.play.hosts.pattern})`,
    ...(listHosts ? [`  hosts (${hosts.length}):`, ...hosts.map((host) => `    ${host}`)] : []),
    ...(listTasks ? ["  tasks:", ...tasks.map(taskLine)] : []),
    ...(listTags ? [`  tags: ${tags.join(", ") || "(none)"}`] : []),
  ];
}

function taskLine({ task, role, stage, tags }: PlannedTask): string {
  const prefix = role ? `${role.role.name} : ` : "";
  const suffix = [...(stage === "verify" ? ["verify"] : []), ...(tags.length > 0 ? [`tags: ${tags.join(", ")}`] : [])];
  return `    ${prefix}${staticLabel(task)}${suffix.length > 0 ? `  (${suffix.join("; ")})` : ""}`;
}

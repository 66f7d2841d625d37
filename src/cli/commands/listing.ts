import { staticLabel } from "../../plan/label.ts";
import type { Plan, PlannedPlay } from "../../plan/plan.ts";
import type { RunOptions } from "../options.ts";

/** What --list-hosts, --list-tasks, --list-tags and --syntax-check print. */
export function listing(plan: Plan, options: RunOptions): string {
  if (!options.listHosts && !options.listTasks && !options.listTags) return "The project is valid.\n";
  return plan.plays.map((play) => lines(play, options).join("\n")).join("\n\n") + "\n";
}

function lines(play: PlannedPlay, { listHosts, listTasks, listTags }: RunOptions): string[] {
  const hosts = play.batches.flat().map(({ name }) => name);
  const tasks = play.segments.flatMap((segment) => segment.tasks);
  const tags = [...new Set(tasks.flatMap((task) => task.tags))].sort();
  return [
    `play: ${play.play.name} (${play.play.hosts.pattern})`,
    ...(listHosts ? [`  hosts (${hosts.length}):`, ...hosts.map((host) => `    ${host}`)] : []),
    ...(listTasks ? ["  tasks:", ...tasks.map(taskLine)] : []),
    ...(listTags ? [`  tags: ${tags.join(", ") || "(none)"}`] : []),
  ];
}

function taskLine({ task, role, stage, tags }: PlannedPlay["segments"][number]["tasks"][number]): string {
  const prefix = role ? `${role.role.name} : ` : "";
  const suffix = [...(stage === "verify" ? ["verify"] : []), ...(tags.length > 0 ? [`tags: ${tags.join(", ")}`] : [])];
  return `    ${prefix}${staticLabel(task)}${suffix.length > 0 ? `  (${suffix.join("; ")})` : ""}`;
}

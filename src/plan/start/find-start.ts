import { planFault } from "../../errors/catalogue/plan.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { nearNames } from "../../errors/nearest.ts";
import { compileGlob } from "../../model/glob.ts";
import { staticLabel } from "../label.ts";
import type { Plan, PlannedTask } from "../plan.ts";
import { walkPlay, type Start } from "./walk.ts";

/**
 * The first task whose name, with or without its role, matches a glob, as Ansible's `--start-at-task` finds it. Tasks are named as they are
 * written. One that only runs after a failure, or when it is notified, is no place to start.
 */
export function findStart({ plays }: Plan, name: string): Outcome<Start> {
  const matchesGlob = compileGlob(name, { sets: true });
  const isNamed = (planned: PlannedTask) => namesOf(planned).some((one) => one === name || matchesGlob(one));
  const names: string[] = [];
  let inRescue = false;
  for (const [play, planned] of plays.entries()) {
    for (const { planned: task, segment, at } of walkPlay(planned)) {
      const isRescue = task.task.blocks.some(({ part }) => part === "rescue");
      if (!isRescue && !isImport(task)) names.push(namesOf(task)[0] ?? "");
      if (isImport(task) || !isNamed(task)) continue;
      if (!isRescue) return good({ play, segment, at });
      inRescue = true;
    }
  }
  if (inRescue) return bad(planFault("plan/start-in-rescue", { name }));
  const isHandler = plays.some(({ handlers }) => handlers.some(isNamed));
  if (isHandler) return bad(planFault("plan/start-at-handler", { name }));
  return bad(planFault("plan/unknown-start", { name, near: nearNames(name, names) }));
}

/** An import is not a task, but what it names is. */
function isImport({ task }: PlannedTask): boolean {
  return task.include?.isStatic ?? false;
}

/** A task's name as written, and the same after its role. */
function namesOf({ task, role }: PlannedTask): string[] {
  const name = staticLabel(task);
  return role ? [name, `${role.role.name} : ${name}`] : [name];
}

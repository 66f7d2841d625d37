import { planFault } from "../errors/catalogue/plan.ts";
import type { Fault } from "../errors/fault.ts";
import type { LoadedProject } from "../inventory/load-project.ts";
import { tasksOf } from "./before-run.ts";

/** A warning for each task whose registered result nothing can read, because `-e` sets the variable. */
export function hiddenResults({ project, extraVars }: Pick<LoadedProject, "project" | "extraVars">): Fault[] {
  const tasks = extraVars.variables.size === 0 ? [] : new Set(tasksOf(project.playbooks));
  return [...tasks].flatMap(({ register: name, origin }) =>
    name !== undefined && extraVars.variables.has(name) ? [planFault("plan/hidden-result", { name }, { origin })] : [],
  );
}

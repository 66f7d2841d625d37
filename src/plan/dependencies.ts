import type { RoleUse, Task } from "../load/project.ts";
import { hasSameVariables, isSameUse } from "../load/roles/same-use.ts";

/** The parts of a planned task that matter here. */
interface OfTask {
  readonly task: Task;
  readonly unlessRan?: readonly RoleUse[];
}

/** The uses that have planned a task so far, by task. */
export type Uses = Map<Task, readonly RoleUse[]>;

/**
 * The chosen tasks of a role, without those that an earlier, equal use has planned, and adds the role to `uses`. If only the run knows on
 * which hosts the earlier use's conditions hold, the task stays with a note. A role that allows duplicates always keeps its tasks.
 */
export function notYetPlanned<P extends OfTask>(chosen: readonly P[], use: RoleUse, uses: Uses): P[] {
  if (use.role.allowDuplicates) return [...chosen];
  return chosen.flatMap((planned) => {
    const all = uses.get(planned.task) ?? [];
    const earlier = all.filter((other) => isSameUse(other, use));
    if (use.isDependency && earlier.some((other) => covers(other, use))) return [];
    // The conditions of an entry are decided again when its turn comes: what ran since then may have changed them.
    if (earlier.some(({ when }) => when.length === 0)) return [];
    uses.set(planned.task, [...all, use]);
    return [earlier.length > 0 ? { ...planned, unlessRan: earlier } : planned];
  });
}

/** The uses whose handlers a play has: each once, without conditions that only some uses of the role have. */
export function handlerUses(uses: readonly RoleUse[]): RoleUse[] {
  return uses.flatMap((use, index) => {
    const same = uses.filter(({ role }) => role === use.role);
    if (uses.slice(0, index).some((other) => hasHandlersOf(other, use))) return [];
    return [same.some((other) => !covers(use, other)) ? { ...use, when: [] } : use];
  });
}

/** Whether the handlers of `use` are those of an earlier use. Each entry of a play and each include with variables has its own. */
function hasHandlersOf(earlier: RoleUse, use: RoleUse): boolean {
  if (use.isIncluded) return !use.vars && hasSameVariables(earlier, use);
  return use.isDependency ? hasSameVariables(earlier, use) : isSameUse(earlier, use);
}

/** Whether `first` runs on every host where `second` would: its conditions are the same, or fewer. */
function covers(first: RoleUse, second: RoleUse): boolean {
  const texts = second.when.map(({ text }) => text);
  return first.when.every(({ text }) => texts.includes(text));
}

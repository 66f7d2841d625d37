import type { RoleUse, Task } from "../load/project.ts";

/** The parts of a planned task that matter here. */
interface OfTask {
  readonly task: Task;
  readonly unlessRan?: readonly RoleUse[];
}

/** The uses that have planned a task so far, by task. */
export type Uses = Map<Task, readonly RoleUse[]>;

/**
 * The chosen tasks of a role, without those of a dependency that an earlier use has planned, and adds the role to `uses`. If the
 * earlier use has other conditions, only the run knows on which hosts they hold, so the task stays with a note.
 */
export function notYetPlanned<P extends OfTask>(chosen: readonly P[], use: RoleUse, uses: Uses): P[] {
  return chosen.flatMap((planned) => {
    const earlier = uses.get(planned.task) ?? [];
    if (use.isDependency && earlier.some((other) => covers(other, use))) return [];
    uses.set(planned.task, [...earlier, use]);
    return [use.isDependency && earlier.length > 0 ? { ...planned, unlessRan: earlier } : planned];
  });
}

/** The uses whose handlers a play has. A dependency's handlers are planned once, without conditions that only some uses have. */
export function handlerUses(uses: readonly RoleUse[]): RoleUse[] {
  return uses.flatMap((use, index) => {
    const same = uses.filter(({ role }) => role === use.role);
    const isPlain = use.isDependency || (use.isIncluded && !use.vars);
    if (isPlain && uses.findIndex(({ role }) => role === use.role) < index) return [];
    return [same.some((other) => !covers(use, other)) ? { ...use, when: [] } : use];
  });
}

/** Whether `first` runs on every host where `second` would: its conditions are the same, or fewer. */
function covers(first: RoleUse, second: RoleUse): boolean {
  const texts = second.when.map(({ text }) => text);
  return first.when.every(({ text }) => texts.includes(text));
}

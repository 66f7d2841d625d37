import type { TaskList } from "../../load/project.ts";
import type { PlannedPlay, PlannedTask } from "../plan.ts";

/** Where a host is in a list of tasks: the index in the list, then the item of the include's loop and the index in the list inside. */
export type Position = readonly number[];

/** After all tasks of a list. */
export const END: Position = [Infinity];

/** A place in a plan from which a host goes on. It leaves out everything before. */
export interface Start {
  /** The index of the play. */
  readonly play: number;
  /** The index of the segment in the play. */
  readonly segment: number;
  readonly at: Position;
}

/** A task and its place in a play. */
export interface PlacedTask {
  readonly planned: PlannedTask;
  readonly segment: number;
  readonly at: Position;
}

/** The tasks of a play in order. A task that includes others by a literal name is followed by these; what includes itself is walked once. */
export function* walkPlay({ segments }: PlannedPlay): Generator<PlacedTask> {
  for (const [segment, { tasks }] of segments.entries()) {
    for (const { planned, at } of walkList(tasks)) yield { planned, segment, at };
  }
}

type Placed = Omit<PlacedTask, "segment">;

/** The tasks of a list, as in `walkPlay`. */
function* walkList(
  tasks: readonly PlannedTask[],
  before: Position = [],
  inside: readonly TaskList[] = [],
): Generator<Placed> {
  for (const [index, planned] of tasks.entries()) {
    const at = [...before, index];
    yield { planned, at };
    const list = onlyList(planned);
    if (!list || !planned.included || inside.includes(list)) continue;
    yield* walkList(planned.included(list), [...at, 0], [...inside, list]);
  }
}

/** The list that a task includes whatever the values of variables are. */
export function onlyList({ task: { include } }: PlannedTask): TaskList | undefined {
  const [list, ...others] = include?.lists.values() ?? [];
  return others.length === 0 ? list : undefined;
}

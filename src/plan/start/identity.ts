import { staticLabel } from "../label.ts";
import type { Plan, PlannedPlay, PlannedTask } from "../plan.ts";
import { END, onlyList, type Position, type Start } from "./walk.ts";

/** A task in the list that it is in, by what stays the same when others are added or removed. */
interface Step {
  readonly name: string;
  readonly module: string;
  readonly role: string | null;
  readonly stage: string;
  readonly section: string | null;
  /** Which one of those that are the same in all this, and how many there are. */
  readonly nth: number;
  readonly of: number;
}

/** What tells a place in a plan from all others, also in a later run. */
export interface Identity {
  readonly playbook: string;
  readonly play: string;
  /** Which one of the playbook's plays of that name. */
  readonly nth: number;
  /** The includes around a task, and the task; none: the play has no tasks. */
  readonly steps: readonly Step[];
  /** After that task rather than at it: its list was done, and handlers ran. */
  readonly isDone: boolean;
}

/** A task with its place in its list. */
interface Entry {
  readonly planned: PlannedTask;
  readonly segment: number;
  readonly index: number;
  readonly section: string | null;
}

/**
 * What identifies the place at which a host has stopped. It may be earlier than that: a task that rescues a block can only run after the
 * block, and tasks of an include with a loop or a computed name only after the include.
 */
export function identify({ plays }: Plan, { play: index, segment, at }: Start): Identity | undefined {
  const play = plays[index];
  if (!play) return undefined;
  const entries = entriesOf(play);
  const isDone = at[0] === END[0];
  const ofSegment = entries.filter((entry) => entry.segment === segment);
  const first = isDone ? ofSegment.at(-1) : ofSegment[at[0] ?? 0];
  const steps = first ? stepsTo(first, entries, at.slice(2)) : [];
  return { playbook: play.file, play: play.play.name, nth: sameNamed(play, plays).indexOf(play), steps, isDone };
}

function stepsTo(entry: Entry, list: readonly Entry[], rest: Position): Step[] {
  const rescued = entry.planned.task.blocks.find(({ part }) => part === "rescue")?.block;
  if (rescued) {
    const start = list.find(({ planned }) => planned.task.blocks.some(({ block }) => block === rescued)) ?? entry;
    return [stepOf(start, list)];
  }
  const step = stepOf(entry, list);
  const inner = innerList(entry.planned);
  const next = inner?.[rest[0] ?? -1];
  return inner && next ? [step, ...stepsTo(next, inner, rest.slice(2))] : [step];
}

/** The place that an identity means in this plan; undefined if there is none, or if it could be several. */
export function locate({ plays }: Plan, { playbook, play: name, nth, steps, isDone }: Identity): Start | undefined {
  const named = plays.filter(({ file, play }) => file === playbook && play.name === name);
  const play = named[nth];
  if (!play) return undefined;
  const at: number[] = [];
  let list: readonly Entry[] | undefined = entriesOf(play);
  let segment = 0;
  for (const step of steps) {
    const entries: readonly Entry[] = list ?? [];
    const same = entries.filter((entry) => isAlike(keyOf(entry), step));
    const found = same.length === step.of ? same[step.nth] : undefined;
    if (!found) return undefined;
    if (at.length === 0) segment = found.segment;
    else at.push(0);
    at.push(found.index);
    list = innerList(found.planned);
  }
  return { play: plays.indexOf(play), segment, at: isDone ? END : at };
}

function sameNamed({ file, play: { name } }: PlannedPlay, plays: readonly PlannedPlay[]): PlannedPlay[] {
  return plays.filter((other) => other.file === file && other.play.name === name);
}

function entriesOf({ segments }: PlannedPlay): Entry[] {
  return segments.flatMap(({ tasks, section }, segment) =>
    tasks.map((planned, index) => ({ planned, segment, index, section })),
  );
}

/** What an include runs once, and whatever the values of variables are. */
function innerList(planned: PlannedTask): Entry[] | undefined {
  const list = planned.task.loop ? undefined : onlyList(planned);
  return list && planned.included?.(list).map((inner, index) => ({ planned: inner, segment: 0, index, section: null }));
}

function stepOf(entry: Entry, list: readonly Entry[]): Step {
  const key = keyOf(entry);
  const same = list.filter((other) => isAlike(keyOf(other), key));
  return { ...key, nth: same.indexOf(entry), of: same.length };
}

type Key = Omit<Step, "nth" | "of">;

function isAlike(one: Key, other: Key): boolean {
  return KEYS.every((key) => one[key] === other[key]);
}

const KEYS = ["name", "module", "role", "stage", "section"] as const satisfies readonly (keyof Key)[];

function keyOf({ planned: { task, role, stage }, section }: Entry): Key {
  return { name: staticLabel(task), module: task.module, role: role?.role.name ?? null, stage, section };
}

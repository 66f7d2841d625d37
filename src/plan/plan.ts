import type { Expression } from "../language/cel/expression.ts";
import { withDefaults } from "../load/defaults/module-defaults.ts";
import { inherit, joinKeywords } from "../load/tasks/inherited.ts";
import { withIncluded } from "../load/includes/included.ts";
import type { Placement, Play, Playbook, RoleUse, RunKeywords, Task, TaskList } from "../load/project.ts";
import { placedIn } from "../load/tasks/placement.ts";
import type { Host } from "../model/host.ts";
import { batchesOf } from "./batches.ts";
import { handlerUses, notYetPlanned, type Uses } from "./dependencies.ts";
import { handlerKeys } from "./handlers.ts";
import { isChosen, type TagChoice } from "./tags.ts";

/** The tasks of a run in order, before any host is contacted. */
export interface Plan {
  readonly plays: readonly PlannedPlay[];
}

/** A play with its hosts in batches and its tasks in segments. */
export interface PlannedPlay {
  readonly play: Play;
  /** The playbook's file, named as in origins. */
  readonly file: string;
  /** Hosts in batches (`serial`): a batch finishes all segments before the next one starts. */
  readonly batches: readonly (readonly Host[])[];
  readonly segments: readonly Segment[];
  readonly handlers: readonly PlannedHandler[];
}

/** What a task is part of. */
export type Stage = "task" | "handler" | "verify";

/** A play's sections in the order in which they run. Roles belong to `tasks`, and run before the play's own tasks. */
export const SECTIONS = ["pre_tasks", "tasks", "post_tasks"] as const;
export type Section = (typeof SECTIONS)[number];

/** Tasks that each host runs at its own pace. At the end of a segment, the hosts wait for each other. */
export interface Segment {
  readonly stage: "task" | "verify";
  readonly section: Section;
  readonly role: RoleUse | undefined;
  readonly tasks: readonly PlannedTask[];
  /** Whether the section ends with it: then all notified handlers run. */
  readonly endsSection: boolean;
}

/** A task with everything that it inherits from its play and role. */
export interface PlannedTask {
  readonly task: Task;
  /** How it runs: what it says itself, else its blocks, its role's entry and its play. */
  readonly keywords: RunKeywords;
  readonly stage: Stage;
  readonly role: RoleUse | undefined;
  readonly tags: readonly string[];
  /** The conditions of the role's use, then those of the task. */
  readonly when: readonly Expression[];
  readonly placement: Placement;
  /** Earlier uses of the same role under other conditions: where one of them has run, this task does not run again. */
  readonly unlessRan?: readonly RoleUse[];
  /** For a task that includes others: those of a list that the tags choose. */
  readonly included?: (list: TaskList) => readonly PlannedTask[];
}

/** A handler, and the key under which a host remembers that it was notified (see `handlerName`). */
export interface PlannedHandler extends PlannedTask {
  readonly key: string;
}

/** Plans a play in this order: pre_tasks; each role's tasks and verification, then tasks; post_tasks. */
export function planPlay(playbook: Playbook, play: Play, hosts: readonly Host[], choice: TagChoice): PlannedPlay {
  const place = (stage: Stage, role?: RoleUse): Place => ({
    stage,
    role,
    tags: [...play.tags, ...(role?.tags ?? [])],
    when: [...(stage === "handler" ? [] : play.when), ...(role?.when ?? [])],
    placement: role ? placedIn(play.placement, role.placement) : play.placement,
    keywords: role ? joinKeywords(play.keywords, role.keywords) : play.keywords,
    isChosen: (tags) => stage === "handler" || isChosen(tags, choice),
    inside: [],
  });
  const segment = (stage: "task" | "verify", tasks: readonly Task[], role?: RoleUse): SegmentTasks => ({
    stage,
    role,
    tasks: planTasks(tasks, place(stage, role)),
  });
  const uses: Uses = new Map();
  const roles = play.roles.flatMap((use) =>
    partsOf(use).map(([stage, tasks]) => {
      const ofRole = segment(stage, tasks, use);
      return { ...ofRole, tasks: notYetPlanned(ofRole.tasks, use, uses) };
    }),
  );
  const segments = [
    ...sectionOf("pre_tasks", [segment("task", play.preTasks)]),
    ...sectionOf("tasks", [...roles, segment("task", play.tasks)]),
    ...sectionOf("post_tasks", [segment("task", play.postTasks)]),
  ];
  const handlers = [
    ...planTasks(play.handlers, place("handler")),
    ...handlerUses([...play.roles, ...play.includedRoles]).flatMap((use) =>
      planTasks(use.role.handlers, place("handler", use)),
    ),
  ];
  const keys = handlerKeys(playbook, play, handlers);
  return {
    play,
    file: playbook.file,
    batches: batchesOf(hosts, play),
    segments,
    handlers: handlers.map((handler) => ({ ...handler, key: keys.get(handler) ?? "" })),
  };
}

type SegmentTasks = Omit<Segment, "section" | "endsSection">;

function sectionOf(section: Section, segments: readonly SegmentTasks[]): Segment[] {
  const planned = segments.filter(({ tasks }) => tasks.length > 0);
  return planned.map((segment, index) => ({ ...segment, section, endsSection: index === planned.length - 1 }));
}

/** All tags in a play, on the play itself, its roles and its tasks. */
export function tagsOf(play: Play): string[] {
  const parts = play.roles.flatMap((use) => partsOf(use).flatMap(([, tasks]) => tasks));
  const tasks = [...play.preTasks, ...parts, ...play.tasks, ...play.postTasks];
  const applied = withIncluded(tasks).flatMap(({ tags, include }) => [{ tags }, ...(include?.inherited ?? [])]);
  return [play, ...play.roles, ...applied].flatMap(({ tags }) => tags);
}

/** A role's tasks and verification, or the one part that `only` selects. */
function partsOf({ role, only }: RoleUse): (readonly ["task" | "verify", readonly Task[]])[] {
  const parts = {
    tasks: ["task", role.tasks],
    verify: ["verify", role.verify],
    teardown: ["task", role.teardown],
  } as const;
  return only ? [parts[only]] : [parts.tasks, parts.verify];
}

/** Where tasks are planned: what all of them take over, and which of them the tags choose. */
interface Place {
  readonly stage: Stage;
  readonly role: RoleUse | undefined;
  /** Those of the play and of the role's use. */
  readonly tags: readonly string[];
  readonly when: readonly Expression[];
  readonly placement: Placement;
  readonly keywords: RunKeywords;
  readonly isChosen: (tags: readonly string[]) => boolean;
  /** The lists that the tasks are in. */
  readonly inside: readonly TaskList[];
}

/** Where the tasks of a dependency are planned: at the include of the role that needs it. */
function placeOf(use: RoleUse, place: Place): Place {
  return {
    ...place,
    role: use,
    tags: [...place.tags, ...use.tags],
    when: [...place.when, ...use.when],
    placement: placedIn(place.placement, use.placement),
    keywords: joinKeywords(place.keywords, use.keywords),
  };
}

/** The tasks of a list that the tags choose. Those that a task may include are planned when they are asked for. */
function planTasks(tasks: readonly Task[], place: Place): PlannedTask[] {
  const planned = tasks.map((task) => planTask(task, place));
  return planned.filter(({ task, tags, included }) => {
    const { include } = task;
    if (!include?.isStatic || !included) return place.isChosen(tags);
    const lists = [...include.lists.values()];
    return lists.some((list) => place.inside.includes(list) || included(list).length > 0);
  });
}

function withTags(outer: readonly string[], own: readonly string[]): readonly string[] {
  return own.length === 0 && outer.length <= 1 ? outer : [...new Set([...outer, ...own])];
}

/** A task with what it takes over, whatever its tags. */
function planTask(task: Task, place: Place): PlannedTask {
  const { stage, role, when } = place;
  const tags = withTags(place.tags, task.tags);
  const placement = placedIn(place.placement, task.placement);
  const keywords = joinKeywords(place.keywords, task);
  const completed = withDefaults(task, keywords);
  const planned = { task: completed, keywords, stage, role, tags, when: [...when, ...task.when], placement };
  const { include } = task;
  if (!include) return planned;
  const lists = new Map<TaskList, readonly PlannedTask[]>();
  const included = (list: TaskList) => {
    const known = lists.get(list);
    if (known) return known;
    const give = (one: Task) => include.inherited.reduceRight(inherit, one);
    const within = { ...place, inside: [...place.inside, list] };
    const tasksOf = (ofList: readonly Task[], use = role) => planTasks(ofList.map(give), { ...within, role: use });
    const before = (list.dependencies ?? []).flatMap((use) =>
      planTasks(use.role.tasks.map(give), placeOf(use, within)),
    );
    const tasksOfList = [...before, ...tasksOf(list.tasks, list.role)];
    lists.set(list, tasksOfList);
    return tasksOfList;
  };
  return { ...planned, included };
}

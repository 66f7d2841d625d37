import type { Expression } from "../language/cel/expression.ts";
import type { Play, Playbook, RoleUse, Task } from "../load/project.ts";
import type { Host } from "../model/host.ts";
import { handlerUses, notYetPlanned, type Uses } from "./dependencies.ts";
import { handlerKeys } from "./handlers.ts";

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
  readonly stage: Stage;
  readonly role: RoleUse | undefined;
  readonly tags: readonly string[];
  /** The conditions of the role's use, then those of the task. */
  readonly when: readonly Expression[];
  /** Earlier uses of the same role under other conditions: where one of them has run, this task does not run again. */
  readonly unlessRan?: readonly RoleUse[];
}

/** A handler, and the key under which a host remembers that it was notified (see `handlerName`). */
export interface PlannedHandler extends PlannedTask {
  readonly key: string;
}

/** Tags with a special meaning on the command line. */
export const SPECIAL_TAGS: readonly string[] = ["all", "always", "never", "tagged", "untagged"];

/** The values of `--tags` and `--skip-tags`. */
export interface TagChoice {
  readonly tags: readonly string[];
  readonly skip: readonly string[];
}

/** Plans a play in this order: pre_tasks; each role's tasks and verification, then tasks; post_tasks. */
export function planPlay(playbook: Playbook, play: Play, hosts: readonly Host[], choice: TagChoice): PlannedPlay {
  const chosen = (tasks: readonly PlannedTask[]) => tasks.filter(({ tags }) => isChosen(tags, choice));
  const segment = (stage: "task" | "verify", tasks: readonly Task[], role?: RoleUse): SegmentTasks => ({
    stage,
    role,
    tasks: chosen(tasks.map((task) => planTask(play, task, stage, role))),
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
    ...play.handlers.map((task) => planTask(play, task, "handler", undefined)),
    ...handlerUses(play.roles).flatMap((use) => use.role.handlers.map((task) => planTask(play, task, "handler", use))),
  ];
  const keys = handlerKeys(playbook, play, handlers);
  return {
    play,
    file: playbook.file,
    batches: batchesOf(hosts, play.serial),
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
  return [play, ...play.roles, ...tasks].flatMap(({ tags }) => tags);
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

function planTask(play: Play, task: Task, stage: Stage, role: RoleUse | undefined): PlannedTask {
  const tags = [...new Set([...play.tags, ...(role?.tags ?? []), ...task.tags])];
  return { task, stage, role, tags, when: [...(role?.when ?? []), ...task.when] };
}

/** As in Ansible: `always` runs unless it is skipped; `never` runs only if one of the task's tags is requested by name. */
function isChosen(tags: readonly string[], { tags: requested, skip }: TagChoice): boolean {
  const has = (names: readonly string[]) =>
    names.some(
      (name) =>
        tags.includes(name) ||
        name === "all" ||
        (name === "tagged" && tags.length > 0) ||
        (name === "untagged" && tags.length === 0),
    );
  if (has(skip.filter((name) => name !== "all")) || (skip.includes("all") && !tags.includes("always"))) return false;
  if (requested.length === 0) return !tags.includes("never");
  if (tags.includes("never")) return requested.some((name) => tags.includes(name));
  return tags.includes("always") || has(requested);
}

function batchesOf(hosts: readonly Host[], size: number | undefined): Host[][] {
  if (hosts.length === 0) return [];
  if (size === undefined) return [[...hosts]];
  const count = Math.ceil(hosts.length / size);
  return Array.from({ length: count }, (_, index) => hosts.slice(index * size, (index + 1) * size));
}

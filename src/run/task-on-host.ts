import type { Layer, LayeredScope } from "../language/scope.ts";
import type { RoleUse, TaskList } from "../load/project.ts";
import type { Value } from "../model/value.ts";
import type { PlannedHandler, PlannedPlay, PlannedTask, Section } from "../plan/plan.ts";
import type { Position } from "../plan/start/walk.ts";
import type { Blocks } from "./blocks.ts";
import type { RunContext } from "./context.ts";
import type { Due } from "./handlers/due.ts";
import type { HostRun } from "./host-run.ts";
import type { Meeting } from "./places/meeting.ts";
import type { Target } from "./places/target.ts";
import { keywordsOf, type Keywords } from "./task/keywords.ts";

/** What one host can do to the play beyond itself. */
interface InBatch {
  /** Runs the handlers that are notified on a host. */
  readonly flush: (host: HostInPlay) => Promise<void>;
  /** Ends the play for all hosts of the batch, or also for later batches. */
  readonly end: (what: "batch" | "play") => void;
  /** Whether so many hosts of the batch have failed that the run ends. */
  readonly isFatal: () => boolean;
}

/** A host that takes part in a play. */
export interface HostInPlay {
  readonly context: RunContext;
  readonly run: HostRun;
  readonly play: PlannedPlay;
  /** Where it waits for the other hosts that go through the same tasks. */
  readonly meeting: Meeting;
  /** Where it is in these tasks. */
  readonly position: Position;
  /** Where it starts in these tasks, if not at the beginning. */
  readonly from?: Position | undefined;
  /** The handlers that are due on this host, by their keys. */
  readonly notified: Map<string, Due>;
  /** While a handler runs: the earlier run that notified it. */
  readonly leftFrom?: string;
  /** While a handler runs: the handlers that led to it, each notified by the one before it, and itself. */
  readonly causes?: readonly PlannedHandler[];
  /** In check mode: why what runs may not be due, as a handler, or on this host. */
  readonly doubt?: string;
  /** What `meta` can do to the play for all hosts of a batch. */
  readonly inBatch?: InBatch;
  /** The section of the play that runs. Handlers belong to the section that notified them. */
  readonly section: Section;
  /** While a list of tasks runs: what has happened in its blocks. */
  readonly blocks?: Blocks;
  /** While included tasks run: what leads to them. */
  readonly including?: Including;
  /** The roles whose variables the tasks that follow see. Grows while the play runs. */
  readonly publicRoles?: Set<RoleUse>;
  /** The includes of roles that have run in the play. */
  readonly roleIncludes?: RoleInclude[];
}

/** One run of a role's tasks by an include. */
export interface RoleInclude {
  readonly list: TaskList;
  /** The item of the include's loop. */
  readonly item: Value | undefined;
  /** In check mode: why it may not have run. */
  readonly doubt: string | undefined;
}

/** The includes around a list of tasks on one host. */
export interface Including {
  /** The variables of the includes and the items of their loops, outermost first. */
  readonly layers: readonly Layer[];
  /** The lists, outermost first. */
  readonly chain: readonly TaskList[];
  /** The roles that the includes are in, outermost first. */
  readonly roles: readonly RoleUse[];
}

/**
 * A task of a play for one host, `run`: it has that host's variables, and its results, failures and handlers are that host's. For an item
 * of its loop, `scope` holds the item too.
 */
export interface TaskOnHost extends HostInPlay {
  readonly planned: PlannedTask;
  /** Where it acts: on the host itself, or on the host that it is delegated to. */
  readonly target: Target;
  readonly scope: LayeredScope;
  readonly keywords: Keywords;
}

/** `watch` may wrap the scope, before anything is evaluated in it. */
export function taskOnHost(
  host: HostInPlay,
  planned: PlannedTask,
  watch: (scope: LayeredScope) => LayeredScope = (scope) => scope,
): TaskOnHost {
  const scope = host.context.scopeOf(host.run, host.play, planned, around(host));
  const own = watch(host.blocks?.scopeFor(planned, scope) ?? scope);
  return { ...host, planned, target: host.run.target, scope: own, keywords: keywordsOf(planned, own) };
}

/** The variables that a task sees because of what is around it or was before it. */
export function around({ including, publicRoles = new Set() }: HostInPlay) {
  return { roles: [...publicRoles, ...(including?.roles ?? [])], includeLayers: including?.layers ?? [] };
}

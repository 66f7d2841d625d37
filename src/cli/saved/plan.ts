import type { Status, TaskResult } from "../../events/event.ts";
import type { RunOptions } from "../options.ts";

/** What says which run was planned. Variables of the command line are not kept: they may be secret. */
export type PlannedOptions = Pick<
  RunOptions,
  "playbooks" | "inventories" | "limit" | "tags" | "skipTags" | "startAtTask" | "become" | "user"
>;

/** A change that was predicted. The resource and its values are digests. */
export interface PlannedChange {
  readonly resource: string;
  /** Null if the value was not known. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A task, or an item of its loop, that would change something on a host, or of which that is unknown. */
export interface PlannedResult {
  /** The digest of what tells the task from others, and of its item. */
  readonly task: string;
  readonly item: string;
  readonly status: Extract<Status, "changed" | "unknown">;
  readonly changes: readonly PlannedChange[];
  /** The digest of what the module was given; null if that was not known. */
  readonly args: string | null;
  /** For people, with secrets masked. */
  readonly shown: Pick<TaskResult, "host" | "play" | "role" | "task" | "module" | "stage"> & {
    readonly at: string;
    readonly item?: string;
    readonly delegate?: string;
    readonly reason?: string;
    readonly changes: readonly string[];
  };
}

/** What was approved. */
export interface SavedPlan {
  /** The version of this format. */
  readonly provision_plan: typeof PLAN_FORMAT;
  /** The version of provision that made it. */
  readonly version: string;
  /** When it was made, as in ISO 8601. */
  readonly made: string;
  readonly options: PlannedOptions;
  readonly hosts: readonly string[];
  /** The digests of the project's files and of the variables of the command line, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly results: readonly PlannedResult[];
}

export const PLAN_FORMAT = 1;

/** How people know a result: host, role and task, and the item. */
export function nameOf({ shown: { host, role, task, item } }: Pick<PlannedResult, "shown">): string {
  return `${host}: ${role === null ? task : `${role} : ${task}`}${item === undefined ? "" : ` (${item})`}`;
}

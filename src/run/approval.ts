import type { Fault } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { ItemOutcome } from "./task/outcome.ts";
import type { TaskOnHost } from "./task-on-host.ts";

/** What takes note of each outcome of a check, and in a run decides whether changes may be made. */
export interface Approval {
  /** Takes note of the outcome of a task, or of one item of its loop. */
  note(task: TaskOnHost, outcome: ItemOutcome, item: string | undefined): void;
  /** Why a task must not make the changes; undefined if it may. `args` is what its module was given. */
  refusal(task: TaskOnHost, changes: NonEmpty<Change>, args: unknown): Fault | undefined;
}

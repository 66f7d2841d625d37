import type { Fault } from "../errors/fault.ts";
import type { Status } from "../events/event.ts";
import type { LayeredScope } from "../language/scope.ts";
import type { Change } from "../model/change.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";

/** A task on one host. */
export interface JudgedTask {
  readonly run: { readonly host: { readonly name: string } };
  readonly play: PlannedPlay;
  readonly planned: PlannedTask;
  readonly scope: LayeredScope;
  readonly keywords: { readonly noLog: boolean };
}

/** What came of a task, or of one item of its loop. */
export interface JudgedOutcome {
  readonly status: Status;
  readonly changes: readonly Change[];
  /** What the module was given. */
  readonly args?: unknown;
  readonly reason?: string;
  readonly delegate?: { readonly host: { readonly name: string } };
  /** With `no_log`, or because of a secret. */
  readonly isHidden?: boolean;
}

/** What takes note of each outcome of a check, and in a run decides whether changes may be made. */
export interface Approval {
  note(task: JudgedTask, outcome: JudgedOutcome, item: string | undefined): void;
  /** Why a task must not make the changes; undefined if it may. `args` is what its module was given. */
  refusal(task: JudgedTask, changes: NonEmpty<Change>, args: unknown): Fault | undefined;
}

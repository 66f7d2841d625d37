import type { Fault } from "../../errors/fault.ts";
import type { Variable } from "../../language/scope.ts";
import type { Change } from "../../model/change.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { AddedHost } from "../../module/contract.ts";

/** The outcome of one try at a task. */
export interface Attempt {
  readonly status: "ok" | "changed" | "failed" | "unknown";
  readonly result: Value;
  readonly changes: readonly Change[];
  /** Why it is unknown. */
  readonly reason?: string;
  /** If it is unknown: only these resources may be changed, and the overlay says so. */
  readonly isLimited?: true;
  readonly fault?: Fault;
  readonly facts?: ValueMap;
  /** Fields of the variable `facts`. */
  readonly gathered?: ValueMap;
  /** What becomes known of the inventory. */
  readonly adds?: AddedHost;
  /** What `include_vars` has read. */
  readonly included?: ReadonlyMap<string, Variable>;
  readonly warnings?: readonly string[];
  /** The command's exit status, `failed_when` or `changed_when` says that nothing was changed. */
  readonly withdrawn?: true;
}

/** How far the changes of a task, or of one item of its loop, have come, whatever happens to it afterwards. */
export interface ChangeTrace {
  /** The host was asked to make changes, and remembers the handlers for it. */
  isTried: boolean;
  /** The current try has made changes. */
  isMade: boolean;
  /** What the module was last given; missing if that is not known. */
  args?: unknown;
  /** A try has made changes, and nothing says otherwise. */
  isDue: boolean;
}

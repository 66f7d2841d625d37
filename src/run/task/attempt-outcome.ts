import type { Fault } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import type { Value, ValueMap } from "../../model/value.ts";

/** The outcome of one try at a task. */
export interface Attempt {
  readonly status: "ok" | "changed" | "failed" | "unknown";
  readonly result: Value;
  readonly changes: readonly Change[];
  /** Why it is unknown. */
  readonly reason?: string;
  readonly fault?: Fault;
  readonly facts?: ValueMap;
  readonly warnings?: readonly string[];
}

import { randomBytes } from "node:crypto";
import { runFault } from "../../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import { numberOf } from "../keywords.ts";

/** How a task runs in the background (`async`, `poll`). */
export interface Background {
  /** The ID of its job. */
  readonly id: string;
  /** The module's name. */
  readonly module: string;
  /** The seconds after which it is ended. */
  readonly limit: number;
  /** The seconds between two looks at it; 0: the run goes on without it. */
  readonly poll: number;
}

const DEFAULT_POLL_SECONDS = 10;

/** Undefined if the task does not run in the background. */
export function backgroundOf({ planned, scope, keywords }: TaskOnHost): Outcome<Background | undefined> {
  const { async, poll, module } = planned.task;
  const limit = numberOf({ key: "async", tree: async, fallback: 0, isWhole: true }, scope);
  if (!limit.ok) return limit;
  const every = numberOf({ key: "poll", tree: poll, fallback: DEFAULT_POLL_SECONDS }, scope);
  if (!every.ok) return every;
  if (limit.value === 0) return good(undefined);
  if (keywords.checkMode === false) return bad(runFault("run/background-read", {}, { origin: async?.origin }));
  return good({ id: randomBytes(16).toString("hex"), module, limit: limit.value, poll: every.value });
}

import type { Fault } from "../../errors/fault.ts";
import { isUnreachable } from "../../errors/unreachable.ts";
import type { Status } from "../../events/event.ts";
import { extend, type LayeredScope } from "../../language/scope.ts";
import { Unknown } from "../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import { isInterrupted, type HostRun } from "../host-run.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import type { Attempt } from "./attempt-outcome.ts";

/** The outcome of a task, or of one item of its loop, on a host. */
export interface ItemOutcome extends Omit<Attempt, "status"> {
  readonly status: Status;
  /** The host that it was delegated to. */
  readonly delegate?: HostRun;
  /** `no_log`: nothing of it is shown. */
  readonly isHidden?: true;
  /** What the module was given, if that is to be approved. */
  readonly args?: unknown;
  /** The failure does not end the play for the host. */
  readonly isIgnored?: true;
}

/** An outcome with what the keywords of its task, or of its item, mean for it. */
export function withKeywords({ keywords }: Pick<TaskOnHost, "keywords">, outcome: ItemOutcome): ItemOutcome {
  const { status } = outcome;
  const ignored =
    (status === "failed" && keywords.ignoreErrors === true) || (status === "unreachable" && keywords.ignoreUnreachable);
  return { ...outcome, ...(keywords.noLog && { isHidden: true }), ...(ignored && { isIgnored: true }) };
}

export function failedOutcome(fault: Fault): ItemOutcome {
  return { status: statusOf(fault), result: {}, changes: [], fault };
}

/** The status of a task that ended with this fault. */
export function statusOf(fault: Fault): "failed" | "unreachable" | "interrupted" {
  if (isInterrupted(fault)) return "interrupted";
  return isUnreachable(fault) ? "unreachable" : "failed";
}

/** The reason of a task with `no_log`, which may contain a value. */
export const HIDDEN_REASON = "no_log hides the reason";

/** The value that `register` stores for an outcome. */
export function registeredValue({ status, result, reason, fault, isHidden }: ItemOutcome): Value {
  if (status === "unknown" && isHidden) return new Unknown(HIDDEN_REASON);
  if (status === "unknown") return result instanceof Unknown ? result : new Unknown(reason ?? "it was not run");
  const base: ValueMap = isMap(result) ? result : { value: result };
  return {
    ...(fault && failureOf(fault)),
    ...base,
    changed: status === "changed",
    failed: status === "failed",
    skipped: status === "skipped",
    ...(status === "unreachable" && { unreachable: true }),
  };
}

/** What a result says about a failure, under the name that users of Ansible know. */
export function failureOf({ message, details = [] }: Fault): ValueMap {
  return { msg: [message, ...details].join("\n") };
}

/** The task's scope with its own result, for its `until`, `failed_when` and `changed_when`. */
export function withResult({ planned, scope, keywords }: TaskOnHost, outcome: ItemOutcome): LayeredScope {
  const name = planned.task.register ?? "result";
  return extend(scope, {
    name: "register",
    variables: new Map([[name, { from: "data", value: registeredValue(withKeywords({ keywords }, outcome)) }]]),
  });
}

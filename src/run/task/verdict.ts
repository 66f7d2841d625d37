import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Expression } from "../../language/cel/expression.ts";
import { observedValues } from "../../language/observed-values.ts";
import type { Scope } from "../../language/scope-interface.ts";
import { isMap, type Value } from "../../model/value.ts";
import type { Module } from "../../module/contract.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { unknownAttempt } from "./attempt.ts";
import type { Attempt } from "./attempt-outcome.ts";
import { commandFailed } from "./command-fault.ts";
import { allHold } from "./conditions.ts";
import { failureOf, statusOf, withResult, type ItemOutcome } from "./outcome.ts";

/**
 * The outcome of an attempt after the exit status, `failed_when` and `changed_when` have been considered, in this order.
 * `failed_when` has the last word on every failure of the module itself. It cannot override that no module ran: the host was lost,
 * or there was no shell for the task's user.
 */
export function judge(task: TaskOnHost, module: Module, attempted: Attempt): ItemOutcome {
  const { status, fault } = attempted;
  if (status === "unknown") return attempted;
  if (fault && isFinal(fault)) return { ...attempted, status: statusOf(fault) };
  const { failedWhen, changedWhen } = task.planned.task;
  const judged = failedWhen ? applyFailedWhen(task, failedWhen, attempted) : failOnRc(module, attempted);
  const outcome = withdraw(judged, module);
  if (!changedWhen || outcome.status === "failed" || outcome.status === "unknown") return outcome;
  return applyChangedWhen(changedWhen, outcome, withResult(task, outcome));
}

/** No module ran, or not to its end. */
function isFinal(fault: Fault): boolean {
  return statusOf(fault) !== "failed" || fault.code.startsWith("shell/");
}

function applyFailedWhen(task: TaskOnHost, failedWhen: readonly Expression[], attempted: Attempt): Attempt {
  const scope = withResult(task, attempted);
  const fails = allHold(failedWhen, scope);
  if (!fails.ok) return notJudged(attempted, fails.faults[0]);
  if (fails.value.is === "unknown") return unknownAttempt(fails.value.reason);
  if (fails.value.is === "false") return attempted.fault ? notFailed(attempted, attempted.fault) : attempted;
  const condition = failedWhen.map(({ text }) => text).join(" && ");
  const fault =
    attempted.fault ?? runFault("run/failed-when", { condition }, { details: observedValues(failedWhen, scope) });
  return { ...attempted, status: "failed", fault };
}

/** What a failed command has changed, only its author can tell. Another module has made its change, whatever `failed_when` says. */
function withdraw(outcome: Attempt, module: Module): Attempt {
  return module.failsOnRc && outcome.fault?.code === "run/failed-when" ? { ...outcome, withdrawn: true } : outcome;
}

/** The result may lack what `failed_when` reads because the module failed: then that failure is the cause. */
function notJudged(attempted: Attempt, fault: Fault): Attempt {
  if (!attempted.fault) return { ...attempted, status: "failed", fault };
  const details = [...(attempted.fault.details ?? []), `failed_when could not be evaluated: ${fault.message}`];
  return { ...attempted, fault: { ...attempted.fault, details } };
}

/** A failure that `failed_when` denies. If the module failed while it applied changes, some of them may have been made. */
function notFailed({ result, changes, warnings }: Attempt, fault: Fault): Attempt {
  return {
    status: changes.length > 0 ? "changed" : "ok",
    result: isMap(result) ? { ...failureOf(fault), ...result } : result,
    changes,
    ...(warnings && { warnings }),
  };
}

function applyChangedWhen(changedWhen: readonly Expression[], outcome: ItemOutcome, scope: Scope): ItemOutcome {
  const verdict = allHold(changedWhen, scope);
  if (!verdict.ok) return { ...outcome, status: "failed", fault: verdict.faults[0] };
  if (verdict.value.is === "unknown") return unknownAttempt(verdict.value.reason);
  const changed = verdict.value.is === "true";
  return changed ? { ...outcome, status: "changed" } : { ...outcome, status: "ok", changes: [], withdrawn: true };
}

function failOnRc(module: Module, attempted: Attempt): Attempt {
  const rc = isMap(attempted.result) ? attempted.result["rc"] : undefined;
  if (!module.failsOnRc || typeof rc !== "number" || rc === 0) return attempted;
  return { ...attempted, status: "failed", fault: faultOfRc(rc, attempted.result), withdrawn: true };
}

function faultOfRc(rc: number, result: Value): Fault {
  const text = (name: string) => (isMap(result) && typeof result[name] === "string" ? result[name] : "");
  return commandFailed({ exit: rc, stdout: text("stdout"), stderr: text("stderr") });
}

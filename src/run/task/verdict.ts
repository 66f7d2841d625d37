import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Expression } from "../../language/cel/expression.ts";
import { observedValues } from "../../language/observed-values.ts";
import type { Scope } from "../../language/scope-interface.ts";
import { isMap, type Value } from "../../model/value.ts";
import type { Module } from "../../module/contract.ts";
import { isUnreachable } from "../host-run.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { unknownAttempt } from "./attempt.ts";
import type { Attempt } from "./attempt-outcome.ts";
import { commandFailed } from "./command-fault.ts";
import { allHold } from "./conditions.ts";
import { withResult, type ItemOutcome } from "./outcome.ts";

/** The outcome of an attempt after the exit status, `failed_when` and `changed_when` have been considered, in this order. */
export function judge(task: TaskOnHost, module: Module, attempted: Attempt): ItemOutcome {
  if (attempted.status === "unknown") return attempted;
  if (attempted.fault && isUnreachable(attempted.fault)) return { ...attempted, status: "unreachable" };
  const { failedWhen, changedWhen } = task.planned.task;
  const outcome = failedWhen ? attempted : failOnRc(module, attempted);
  // Every other failure is final; `failed_when` can only override that of a command, by its exit status.
  if (outcome.status === "failed" && !(failedWhen && isMap(outcome.result) && "rc" in outcome.result)) return outcome;
  const scope = withResult(task, outcome);
  const fails = allHold(failedWhen ?? [], scope);
  if (!fails.ok) return { ...outcome, status: "failed", fault: fails.faults[0] };
  if (failedWhen && fails.value.is === "true") {
    const condition = failedWhen.map(({ text }) => text).join(" && ");
    const details = observedValues(failedWhen, scope);
    return { ...outcome, status: "failed", fault: runFault("run/failed-when", { condition }, { details }) };
  }
  return changedWhen ? applyChangedWhen(changedWhen, outcome, scope) : outcome;
}

function applyChangedWhen(changedWhen: readonly Expression[], outcome: ItemOutcome, scope: Scope): ItemOutcome {
  const verdict = allHold(changedWhen, scope);
  if (!verdict.ok) return { ...outcome, status: "failed", fault: verdict.faults[0] };
  if (verdict.value.is === "unknown") return unknownAttempt(verdict.value.reason);
  const changed = verdict.value.is === "true";
  return { ...outcome, status: changed ? "changed" : "ok", changes: changed ? outcome.changes : [] };
}

function failOnRc(module: Module, attempted: Attempt): Attempt {
  const rc = isMap(attempted.result) ? attempted.result["rc"] : undefined;
  if (!module.failsOnRc || typeof rc !== "number" || rc === 0) return attempted;
  return { ...attempted, status: "failed", fault: faultOfRc(rc, attempted.result) };
}

function faultOfRc(rc: number, result: Value): Fault {
  const text = (name: string) => (isMap(result) && typeof result[name] === "string" ? result[name] : "");
  return commandFailed({ exit: rc, stdout: text("stdout"), stderr: text("stderr") });
}

import { runFault } from "../../errors/catalogue/run.ts";
import { good, type Outcome } from "../../errors/fault.ts";
import { observedValues } from "../../language/observed-values.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { unknownAttempt } from "./attempt.ts";
import { allHold, type Verdict } from "./conditions.ts";
import { numberOf } from "./keywords.ts";
import { isHung } from "./waits/hung-service.ts";
import { failedOutcome, withResult, type ItemOutcome } from "./outcome.ts";

const DEFAULT_RETRIES = 3;
const DEFAULT_DELAY_SECONDS = 5;

/** Tries once, then at most `retries` times more, until every condition of `until` holds. */
export async function retry(task: TaskOnHost, runOnce: () => Promise<ItemOutcome>): Promise<ItemOutcome> {
  const { planned, scope, context } = task;
  const { until, retries, delay } = planned.task;
  const limit =
    until.length === 0
      ? good(0)
      : numberOf({ key: "retries", tree: retries, fallback: DEFAULT_RETRIES, isWhole: true }, scope);
  const pause = numberOf({ key: "delay", tree: delay, fallback: DEFAULT_DELAY_SECONDS }, scope);
  if (!limit.ok) return failedOutcome(limit.faults[0]);
  if (!pause.ok) return failedOutcome(pause.faults[0]);
  for (let count = 0; ; count++) {
    const outcome = await runOnce();
    if (until.length === 0 || isFinal(outcome)) return outcome;
    const reached = hasReached(task, outcome);
    if (!reached.ok) return { ...outcome, status: "failed", fault: reached.faults[0] };
    if (reached.value.is === "true") return outcome;
    const condition = reached.value.is === "false" ? reached.value.text : reached.value.reason;
    // The task may be waiting for a pending change. Without one, another try only reads.
    if (context.check && context.anythingPending()) return unknownAttempt(`would be tried until ${condition}`);
    const { fault } = outcome;
    if (context.check && fault && isHung(fault, task.target.hungServices)) return outcome;
    if (count >= limit.value) return givenUp(task, outcome, { condition, tries: count + 1 });
    if (!context.interrupted()) await context.clock.sleep(pause.value);
    if (context.interrupted()) return { ...outcome, status: "interrupted", fault: runFault("run/interrupted", {}) };
    task.target.prefetch.invalidate();
  }
}

function isFinal({ status }: ItemOutcome): boolean {
  return status === "unreachable" || status === "interrupted" || status === "unknown";
}

function givenUp(
  task: TaskOnHost,
  outcome: ItemOutcome,
  params: { readonly condition: string; readonly tries: number },
): ItemOutcome {
  const details = observedValues(task.planned.task.until, withResult(task, outcome));
  return { ...outcome, status: "failed", fault: outcome.fault ?? runFault("run/until", params, { details }) };
}

/** If a try failed, its result may lack a field that `until` uses: then the condition does not hold yet. */
function hasReached(task: TaskOnHost, outcome: ItemOutcome): Outcome<Verdict> {
  const { until } = task.planned.task;
  const verdict = allHold(until, withResult(task, outcome));
  if (verdict.ok || outcome.status !== "failed") return verdict;
  return good({ is: "false", text: until.map(({ text }) => text).join(" && ") });
}

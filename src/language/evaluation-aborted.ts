import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import { Unknown } from "../model/unknown.ts";
import { findUnknown, type Value } from "../model/value.ts";
import { withinLimits } from "./limits/budget.ts";
import { exceptionFault } from "./exception-fault.ts";

/**
 * Aborts an evaluation with faults or with an unknown. Thrown and caught in this room only. It extends Error because CEL's `||`
 * and `&&` then treat the operand as undecided.
 */
export class EvaluationAborted extends Error {
  readonly outcome: Outcome<Value>;

  constructor(outcome: Outcome<Value>) {
    super("evaluation aborted");
    this.outcome = outcome;
  }
}

/** The error to throw for a fault. */
export function abortWith(fault: Fault): EvaluationAborted {
  return new EvaluationAborted(bad(fault));
}

/** Whether an evaluation was aborted because a variable or a field does not exist. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof EvaluationAborted) || error.outcome.ok) return false;
  const [{ code }] = error.outcome.faults;
  return code === "language/undefined" || code === "language/no-such-field";
}

function abortUnknown(unknown: Unknown): EvaluationAborted {
  return new EvaluationAborted(good(unknown));
}

/** Returns the value; aborts the evaluation if it is unknown. */
export function requireKnown(value: Value): Value {
  if (value instanceof Unknown) throw abortUnknown(value);
  return value;
}

/** Returns the value; aborts the evaluation if it contains an unknown at any depth. */
export function requireAllKnown(value: Value): Value {
  const unknown = findUnknown(value);
  if (unknown) throw abortUnknown(unknown);
  return value;
}

/** Returns the value of an outcome; aborts the evaluation if it has faults. */
export function requireValue(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new EvaluationAborted(outcome);
}

/** Runs an evaluation within its limits and returns its outcome, aborted or not. An exception becomes a fault at its position. */
export function toOutcome(evaluate: () => Value, origin: Origin): Outcome<Value> {
  try {
    return good(withinLimits(evaluate));
  } catch (error) {
    return error instanceof EvaluationAborted ? error.outcome : bad(exceptionFault(error, origin));
  }
}

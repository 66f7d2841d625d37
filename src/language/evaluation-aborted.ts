import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { Unknown } from "../model/unknown.ts";
import { findUnknown, type Value } from "../model/value.ts";

/**
 * Ends an evaluation from deep inside it, with faults or with an unknown. It is thrown and caught within this room only; an
 * Error, because that is what CEL's `||` and `&&` take for "no answer from this side".
 */
export class EvaluationAborted extends Error {
  readonly outcome: Outcome<Value>;

  constructor(outcome: Outcome<Value>) {
    super("evaluation ended");
    this.outcome = outcome;
  }
}

export function abortWith(fault: Fault): EvaluationAborted {
  return new EvaluationAborted(bad(fault));
}

function abortUnknown(unknown: Unknown): EvaluationAborted {
  return new EvaluationAborted(good(unknown));
}

/** The value; an unknown one ends the evaluation. */
export function known(value: Value): Value {
  if (value instanceof Unknown) throw abortUnknown(value);
  return value;
}

/** The value without an unknown anywhere in it; one ends the evaluation. */
export function allKnown(value: Value): Value {
  const unknown = findUnknown(value);
  if (unknown) throw abortUnknown(unknown);
  return value;
}

/** The value of an outcome; its faults end the evaluation. */
export function valueOf(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new EvaluationAborted(outcome);
}

export function settle(evaluate: () => Value): Outcome<Value> {
  try {
    return good(evaluate());
  } catch (error) {
    if (error instanceof EvaluationAborted) return error.outcome;
    throw error;
  }
}

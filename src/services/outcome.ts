import { good, type Outcome } from "../errors/fault.ts";

/** Converts the value of an outcome; faults stay as they are. */
export function mapOutcome<T, U>(outcome: Outcome<T>, convert: (value: T) => U): Outcome<U> {
  return outcome.ok ? good(convert(outcome.value)) : outcome;
}

/** Drops a value that only confirms success. */
export function withoutValue(outcome: Outcome<unknown>): Outcome<void> {
  return mapOutcome(outcome, () => undefined);
}

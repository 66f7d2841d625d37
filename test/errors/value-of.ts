import type { Outcome } from "../../src/errors/fault.ts";

/** The value of an outcome that must be good; throws with its faults if it is not. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults));
  return outcome.value;
}

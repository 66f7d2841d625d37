import { runInNewContext } from "node:vm";
import { LimitExceeded } from "../limits/budget.ts";

/** Calls a function that never waits, and stops it with LimitExceeded after some milliseconds. Costs about a millisecond itself. */
export function withinTime<T>(milliseconds: number, call: () => T): T {
  try {
    return runInNewContext("call()", { call }, { timeout: milliseconds }) as T;
  } catch (error) {
    // Not `instanceof Error`: the error belongs to the new context.
    const { code } = error as { readonly code?: unknown };
    throw code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new LimitExceeded("time") : error;
  }
}

import type { Clock } from "../../../src/run/context.ts";

const START = Date.UTC(2030, 0, 1);
/** A run that sleeps more often waits for something that never happens. */
const MAX_SLEEPS = 1000;

/** A clock that advances only when the run sleeps, without waiting. */
export function virtualClock(): Clock & { wallClock(): number } {
  let elapsed = 0;
  let sleeps = 0;
  return {
    now: () => elapsed,
    wallClock: () => START + elapsed,
    sleep(seconds) {
      sleeps += 1;
      if (sleeps > MAX_SLEEPS) return Promise.reject(new Error(`the run slept more than ${MAX_SLEEPS} times`));
      elapsed += seconds * 1000;
      return Promise.resolve();
    },
    // Real work does not make this clock advance.
    every: () => () => undefined,
  };
}

import type { Clock } from "../../../src/run/context.ts";

const START = Date.UTC(2030, 0, 1);
/** A run that sleeps more often waits for something that never ends. */
const MOST_SLEEPS = 1000;

/** Time that passes only when somebody sleeps, and then at once. */
export function virtualClock(): Clock & { wallClock(): number } {
  let elapsed = 0;
  let sleeps = 0;
  return {
    now: () => elapsed,
    wallClock: () => START + elapsed,
    sleep(seconds) {
      sleeps += 1;
      if (sleeps > MOST_SLEEPS) return Promise.reject(new Error(`the run slept more than ${MOST_SLEEPS} times`));
      elapsed += seconds * 1000;
      return Promise.resolve();
    },
  };
}

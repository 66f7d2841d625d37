import type { Clock } from "../../src/services/clock.ts";

/** A clock that starts at `now` and is advanced only by sleeping on it, which takes no time. */
export function fakeClock(now = 0): Clock {
  let time = now;
  return {
    now: () => time,
    sleep: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

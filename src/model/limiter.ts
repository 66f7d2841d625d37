/** Runs work, but only so much of it at the same time; what comes later waits in order. */
export type Limiter = <T>(work: () => T | Promise<T>) => Promise<T>;

/** A limiter for that many pieces of work at the same time. */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    // Whoever ends passes its place on to the next that waits.
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

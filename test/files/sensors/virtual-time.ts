/** Time that passes only when all tasks sleep: then it jumps to the next wake-up. */
export interface VirtualTime {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualTime(start: number): VirtualTime {
  let now = start;
  let sleepers: Sleeper[] = [];
  const leave = (sleeper: Sleeper): void => {
    sleepers = sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  };
  // Everything that the wake-up triggers runs before the next turn of the event loop, so no sleeper is skipped.
  const pump = (): void => {
    const next = sleepers.toSorted((one, other) => one.at - other.at)[0];
    if (next === undefined) return;
    now = Math.max(now, next.at);
    leave(next);
    setImmediate(pump);
  };
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((wake) => {
      const sleeper = { at: now + ms, wake };
      if (signal?.aborted) {
        setImmediate(wake);
        return;
      }
      signal?.addEventListener("abort", () => leave(sleeper), { once: true });
      if (sleepers.length === 0) setImmediate(pump);
      sleepers.push(sleeper);
    });
  return { now: () => now, sleep };
}

import { good, type Outcome } from "../errors/fault.ts";
import type { Clock } from "./clock.ts";

const INTERVAL_MS = 1000;

export interface Polling {
  /** How long to poll. The value is always read at least once. */
  readonly seconds: number;
  readonly clock: Clock;
}

/** The value that was read last, and whether it was the one waited for. */
export interface Polled<T> {
  readonly value: T;
  readonly done: boolean;
}

/** Reads a value every second until it is `done` or time is up. A fault ends the polling at once. */
export async function poll<T>(
  read: () => Promise<Outcome<T>>,
  isDone: (value: T) => boolean,
  { seconds, clock }: Polling,
): Promise<Outcome<Polled<T>>> {
  const deadline = clock.now() + seconds * 1000;
  for (;;) {
    const current = await read();
    if (!current.ok) return current;
    const done = isDone(current.value);
    if (done || clock.now() >= deadline) return good({ value: current.value, done });
    await clock.sleep(INTERVAL_MS);
  }
}

import { setMaxListeners } from "node:events";
import type { Journal } from "./journal.ts";
import type { Link } from "./lane.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** What is needed of Kafka. */
export interface Cluster {
  /** Rejects while no broker answers or the topic is not there. */
  readonly countPartitions: () => Promise<number>;
  /** The time that no record is later than, if any is as late as `from`: to the second, no later than `to`. */
  readonly newest: (from: number, to: number) => Promise<number | undefined>;
  readonly partitioner: (partitions: number) => (key: string) => number;
  readonly openLink: (partition: number) => Link;
}

export interface Surroundings {
  readonly cluster: Cluster;
  readonly journal: Journal;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Resolves early, and never rejects, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborted from outside to end the run, and from inside when it cannot go on. */
  readonly stop: AbortController;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** One run of the producer: its surroundings and what has come of it so far. */
export interface Run extends Surroundings {
  readonly tally: Tally;
  /** Aborted when the time to bring home what is in flight is over. */
  readonly abandon: AbortSignal;
  /** Ends the run for a reason that waiting cannot heal; the first reason counts. */
  readonly broken: (error: unknown) => void;
  readonly fault: () => unknown;
}

/** From the order to stop to the end: whoever sends TERM usually kills after 10 s. */
const FLUSH_MS = 8_000;

export function beginRun(surroundings: Surroundings): Run {
  const { stop, sleep } = surroundings;
  const abandon = new AbortController();
  let fault: unknown;
  setMaxListeners(0, stop.signal, abandon.signal);
  const startClock = (): void => void sleep(FLUSH_MS, abandon.signal).then(() => abandon.abort());
  stop.signal.addEventListener("abort", startClock, { once: true });
  return {
    ...surroundings,
    tally: emptyTally(),
    abandon: abandon.signal,
    broken: (error) => {
      fault ??= error;
      stop.abort();
    },
    fault: () => fault,
  };
}

/** Before attempt 2, 3, ...: a quarter of a second, doubled each time up to 5 s. */
export function backoff(attempt: number): number {
  return Math.min(250 * 2 ** (attempt - 2), 5_000);
}

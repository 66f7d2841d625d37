import { setMaxListeners } from "node:events";
import type { Journal } from "./journal/journal.ts";
import type { Link } from "./kafka/lane.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** The operations on Kafka that a run needs. */
export interface Cluster {
  /** Rejects while no broker answers or the topic does not exist. */
  readonly countPartitions: () => Promise<number>;
  /** A time that no record exceeds, to within a second and at most `to`; undefined if no record is as late as `from`. */
  readonly newest: (from: number, to: number) => Promise<number | undefined>;
  readonly partitioner: (partitions: number) => (key: string) => number;
  readonly openLink: (partition: number) => Link;
}

export interface RunParts {
  readonly cluster: Cluster;
  readonly journal: Journal;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Resolves early, and never rejects, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborted by a signal to end the run, and by the run itself when it cannot continue. */
  readonly stop: AbortController;
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** One run of the producer: what it works with, and its state so far. */
export interface Run extends RunParts {
  readonly tally: Tally;
  /** Aborted when the time to wait for records in flight is over. */
  readonly abandon: AbortSignal;
  /** Ends the run because of a permanent failure; the first one is reported. */
  readonly broken: (error: unknown) => void;
  readonly fault: () => unknown;
}

/** From the stop signal to the end: process managers usually send KILL 10 s after TERM. */
const FLUSH_MS = 8_000;

export function startRun(parts: RunParts): Run {
  const { stop, sleep } = parts;
  const abandon = new AbortController();
  let fault: unknown;
  setMaxListeners(0, stop.signal, abandon.signal);
  const startClock = (): void => void sleep(FLUSH_MS, abandon.signal).then(() => abandon.abort());
  stop.signal.addEventListener("abort", startClock, { once: true });
  return {
    ...parts,
    tally: emptyTally(),
    abandon: abandon.signal,
    broken: (error) => {
      fault ??= error;
      stop.abort();
    },
    fault: () => fault,
  };
}

/** The pause in milliseconds before attempt 2, 3, ...: 250 ms, doubled each time up to 5 s. */
export function backoff(attempt: number): number {
  return Math.min(250 * 2 ** (attempt - 2), 5_000);
}

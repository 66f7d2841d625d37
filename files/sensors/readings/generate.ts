import type { Fleet } from "./fleet.ts";
import type { Pace } from "./pace.ts";
import type { Publisher } from "../kafka/publisher.ts";
import type { Tally } from "../tally.ts";

export interface GenerateParts {
  readonly pace: Pace;
  readonly fleet: Fleet;
  readonly publisher: Publisher;
  readonly tally: Tally;
  /** The maximum number of records. */
  readonly count: number;
  /** How long to continue after the backfill has caught up, in milliseconds. */
  readonly liveFor: number;
  readonly clock: () => number;
  /** Resolves early when `stop` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
}

const TICK_MS = 20;

/** Generates the records that are due until the count or the time is reached or `stop` is aborted. */
export async function generate(parts: GenerateParts): Promise<void> {
  const { pace, fleet, publisher, tally, count, liveFor, clock, sleep, stop } = parts;
  const end = (): number => (pace.liveSince() ?? Infinity) + liveFor;
  while (!stop.aborted && tally.generated < count) {
    const now = clock();
    const times = pace.take(now, Math.min(count - tally.generated, publisher.room()), end());
    for (const ts of times) publisher.add(fleet.next(ts));
    tally.generated += times.length;
    tally.skipped = pace.skipped();
    if (now >= end()) return;
    await (pace.liveSince() === undefined ? publisher.untilRoom() : sleep(TICK_MS, stop));
  }
}

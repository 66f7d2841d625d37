/** Decides which event times are due. Times are epoch milliseconds; the caller reads the clock. */
export interface Pace {
  /** The event times due at `now`, in order: at most `most`, and only those earlier than `before`. */
  readonly take: (now: number, most: number, before?: number) => number[];
  /** The time of the first live reading, at which the backfill caught up with the clock; undefined until then. */
  readonly liveSince: () => number | undefined;
  /** The number of readings that were not generated because there was no room when they were due. */
  readonly skipped: () => number;
}

export interface PaceOptions {
  /** The first event time: now, or earlier for a backfill. */
  readonly start: number;
  /** Readings per second, of all sensors together. */
  readonly rate: number;
}

/** A live reading that would be generated later than this is skipped, because its time would be wrong. */
const MOST_LATE_MS = 1_000;

/**
 * A backfill skips nothing, however long it takes. Afterwards the pace restarts from the clock whenever the two are more than a
 * second apart: after a pause (readings that were due in it are skipped), and after the clock was set back.
 */
export function createPace({ start, rate }: PaceOptions): Pace {
  let anchor = start;
  let taken = 0;
  let skipped = 0;
  let liveSince: number | undefined;
  const time = (index: number): number => anchor + (index * 1000) / rate;
  const dueAt = (now: number): number => Math.max(0, Math.floor(((now - anchor) * rate) / 1000) + 1 - taken);
  const dueBefore = (end: number): number => Math.max(0, Math.ceil(((end - anchor) * rate) / 1000) - taken);

  const realign = (now: number): void => {
    const late = now - time(taken);
    const early = time(taken) - now - 1000 / rate;
    if (late <= MOST_LATE_MS && early <= MOST_LATE_MS) return;
    skipped += Math.max(0, Math.floor((late * rate) / 1000));
    anchor = now;
    taken = 0;
  };

  const take = (now: number, most: number, before = Infinity): number[] => {
    if (liveSince !== undefined) realign(now);
    const due = dueAt(now);
    const count = Math.min(due, most, dueBefore(before));
    const times = Array.from({ length: count }, (_, index) => Math.floor(time(taken + index)));
    taken += count;
    if (count === due) liveSince ??= count > 0 ? time(taken - 1) : now;
    return times;
  };
  return { take, liveSince: () => liveSince, skipped: () => skipped };
}

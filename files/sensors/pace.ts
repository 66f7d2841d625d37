/** Decides which event times are due. Times are epoch milliseconds; the clock is the caller's. */
export interface Pace {
  /** The due event times at `now`, in order: `most` of them at most, and none from `before` on. */
  readonly take: (now: number, most: number, before?: number) => number[];
  /** The time of the first live reading, with which the backfill caught up with the clock; undefined before. */
  readonly liveSince: () => number | undefined;
  /** How many readings were not made, because there was no room for them when they were due. */
  readonly skipped: () => number;
}

export interface PaceOptions {
  /** The first event time: now, or earlier for a backfill. */
  readonly start: number;
  /** Readings per second, of all sensors together. */
  readonly rate: number;
}

/** A live reading made later than this would no longer tell the time truthfully: it is skipped. */
const MOST_LATE_MS = 1_000;

/**
 * While the backfill lasts nothing is skipped, however long it takes. Afterwards the pace starts anew from the clock
 * whenever the two are more than a second apart: after a pause (what was due meanwhile is skipped), and after the
 * clock was set back.
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

import type { StatsRecord } from "../outputs.ts";

/** A topic, and the event time from which a partition of it still has its records. */
export interface Cut {
  readonly topic: string;
  readonly since: number;
}

export interface RangeParts {
  /** The wanted beginning. */
  readonly from: number;
  readonly windowLength: number;
  /** All windows that were read, in any order. */
  readonly stats: readonly StatsRecord[];
  readonly cuts: readonly Cut[];
}

/** The beginning of the windows that can be proved, and why it is not the wanted one. */
export interface ProvenRange {
  readonly from: number;
  readonly warnings: readonly string[];
}

/**
 * Windows that began before retention cut a topic cannot be proved, and neither can windows that overlap one of another length: the job
 * closes the windows that were open when its arguments were changed.
 */
export function provenRange({ from, windowLength, stats, cuts }: RangeParts): ProvenRange {
  const upwards = (ts: number): number => Math.ceil(ts / windowLength) * windowLength;
  const others = stats.filter(({ start, end }) => end - start !== windowLength && end > from);
  const changed = upwards(others.reduce((latest, { end }) => Math.max(latest, end), from));
  const newest = cuts.reduce((latest, { since }) => Math.max(latest, since), from);
  const cut = upwards(newest);
  const topics = [...new Set(cuts.filter(({ since }) => since > from).map(({ topic }) => topic))].sort();
  const proven = Math.max(upwards(from), changed, cut);
  return {
    from: proven,
    warnings: [
      ...(cut > upwards(from)
        ? [`nothing before ${text(cut)}: retention has deleted records of ${topics.join(", ")}`]
        : []),
      ...(changed > upwards(from)
        ? [
            `nothing before ${text(changed)}: the job counted in windows of another length than ${windowLength / 60_000} min`,
          ]
        : []),
    ],
  };
}

export function text(ts: number): string {
  return new Date(ts).toISOString();
}

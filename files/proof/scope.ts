import { isReading, type Judged } from "./oracle.ts";
import type { StatsRecord } from "./outputs.ts";

/**
 * What must have come out of the job: a window that was written tells that event time had passed its end, so that all
 * records before it had been taken in, and one transaction has made all of them visible. What lies behind that may
 * have come out or not.
 */
export interface Scope {
  /** The end of the last closed window. */
  readonly until: number;
  /** For each partition, the first record that may still be under way. */
  readonly openFrom: ReadonlyMap<number, number>;
}

export function scopeOf(judged: readonly Judged[], stats: readonly StatsRecord[]): Scope {
  const until = stats.reduce((latest, { end }) => Math.max(latest, end), 0);
  const openFrom = new Map<number, number>();
  for (const one of judged.filter(isReading)) {
    const { partition, offset } = one.record;
    if (one.reading.ts >= until && !openFrom.has(partition)) openFrom.set(partition, offset);
  }
  return { until, openFrom };
}

/** Whether the record must have come out. */
export function isSettled({ record }: Judged, { openFrom }: Scope): boolean {
  return record.offset < (openFrom.get(record.partition) ?? Infinity);
}

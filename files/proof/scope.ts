import type { Consumed } from "./consumed.ts";
import type { Judged } from "./oracle.ts";
import type { StatsRecord } from "./outputs.ts";

/**
 * The records that the job must have written. A written window shows that event time has passed its end, so the job has read all
 * records before it, and one transaction has made all of them visible. Later records may or may not have been written.
 */
export interface Scope {
  /** The end of the last closed window. */
  readonly until: number;
  /** For each partition, the offset of the first record that the job may not have written yet. */
  readonly openFrom: ReadonlyMap<number, number>;
}

/** The scope of readings that are added one after the other. */
export function createScope(stats: readonly StatsRecord[]) {
  const until = stats.reduce((latest, { end }) => Math.max(latest, end), 0);
  const openFrom = new Map<number, number>();
  return {
    until,
    openFrom,
    add({ partition, offset }: Consumed, ts: number): void {
      if (ts >= until && !openFrom.has(partition)) openFrom.set(partition, offset);
    },
  };
}

/** Whether the job must have written the record's result. */
export function isSettled({ record }: Pick<Judged, "record">, { openFrom }: Scope): boolean {
  return record.offset < (openFrom.get(record.partition) ?? Infinity);
}

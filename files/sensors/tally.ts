import { describeFailure } from "./failure.ts";

/** Counters of a run. */
export interface Tally {
  generated: number;
  acknowledged: number;
  /** The number of injected outliers among the acknowledged records. */
  outliers: number;
  /** Readings that were not generated because too many records awaited acknowledgement when they were due. */
  skipped: number;
  /** Failed attempts; each was retried. */
  errors: number;
  lastError: string | undefined;
}

export function emptyTally(): Tally {
  return { generated: 0, acknowledged: 0, outliers: 0, skipped: 0, errors: 0, lastError: undefined };
}

export function countError(tally: Tally, error: unknown): void {
  tally.errors++;
  tally.lastError = describeFailure(error);
}

/** The number of records that are generated but not acknowledged. */
export function inFlight({ generated, acknowledged }: Tally): number {
  return generated - acknowledged;
}

/** `TIME acknowledged=600 per_second=10.0 ...`: readable for people, and for tools that parse key=value. */
export function progressLine(now: number, tally: Tally, perSecond: number): string {
  const { acknowledged, outliers, skipped, errors, lastError } = tally;
  return [
    new Date(now).toISOString(),
    `acknowledged=${acknowledged}`,
    `per_second=${perSecond.toFixed(1)}`,
    `in_flight=${inFlight(tally)}`,
    `outliers=${outliers}`,
    `skipped=${skipped}`,
    `errors=${errors}`,
    ...(lastError === undefined ? [] : [`last_error=${JSON.stringify(lastError)}`]),
  ].join(" ");
}

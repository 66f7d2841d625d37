import { describeFailure } from "./failure.ts";

/** What has happened so far. */
export interface Tally {
  generated: number;
  acknowledged: number;
  /** How many of the acknowledged records are injected outliers. */
  outliers: number;
  /** Readings that were not made, because too many records awaited acknowledgement when they were due. */
  skipped: number;
  /** Attempts that failed; each was repeated. */
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

/** Generated, and neither acknowledged yet nor given up. */
export function inFlight({ generated, acknowledged }: Tally): number {
  return generated - acknowledged;
}

/** `TIME acknowledged=600 per_second=10.0 ...`: for people, and for tools that read key=value. */
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

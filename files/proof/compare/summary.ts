import { createHash } from "node:crypto";
import { groupBy } from "../group.ts";
import { lineOf, type Reading } from "../reading.ts";

/** Two lists of readings have the same summary only if they are equal and in the same order. */
export interface Summary {
  readonly count: number;
  readonly sum: number;
  readonly digest: string;
}

export function summarize(readings: readonly Reading[]): Summary {
  const hash = createHash("sha256");
  for (const reading of readings) hash.update(`${lineOf(reading)}\n`);
  const sum = readings.reduce((total, { value }) => total + value, 0);
  return { count: readings.length, sum, digest: hash.digest("hex").slice(0, 16) };
}

export function describeSummary({ count, sum, digest }: Summary): string {
  return `${count} records, sum ${sum.toFixed(3)}, ${digest}`;
}

export function bySensor<R extends Reading>(readings: readonly R[]): Map<string, R[]> {
  return groupBy(readings, ({ sensor }) => sensor);
}

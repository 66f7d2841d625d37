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
  const summing = createSummary();
  summing.add(readings);
  return summing.end();
}

/** A summary of readings that are added one list after the other. */
export function createSummary() {
  const hash = createHash("sha256");
  let [count, sum] = [0, 0];
  return {
    add(readings: readonly Reading[]): void {
      hash.update(readings.map((reading) => `${lineOf(reading)}\n`).join(""));
      sum = readings.reduce((total, { value }) => total + value, sum);
      count += readings.length;
    },
    end: (): Summary => ({ count, sum, digest: hash.digest("hex").slice(0, 16) }),
  };
}

export function describeSummary({ count, sum, digest }: Summary): string {
  return `${count} records, sum ${sum.toFixed(3)}, ${digest}`;
}

export function bySensor<R extends Reading>(readings: readonly R[]): Map<string, R[]> {
  return groupBy(readings, ({ sensor }) => sensor);
}

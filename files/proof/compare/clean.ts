import type { Check, Difference } from "./difference.ts";
import { countEach, groupBy } from "../group.ts";
import { isReading, type Judged, type JudgedReading } from "../oracle.ts";
import type { CleanRecord } from "../outputs.ts";
import { isEqual, lineOf, type Reading } from "../reading.ts";
import { isSettled, type Scope } from "../scope.ts";
import { bySensor, createSummary, describeSummary, summarize } from "./summary.ts";

export interface CleanParts {
  readonly judged: readonly Judged[];
  /** In the order of the partition. */
  readonly actual: readonly CleanRecord[];
  readonly scope: Scope;
}

const HINTS = {
  missing: "check the TaskManagers' logs for failed or aborted transactions of PREFIX-clean, and the checkpoints",
  duplicated: "check whether the job was restarted without its checkpoint, or ran twice at the same time",
  outlier: "compare the job's arguments with those of this proof (the README of runtime-processing has the rules)",
  unknown: "only the job may write to the topic, and the raw topic must be read after this one and to its end",
  order: "a sensor's records are out of order; check whether the parallelism was changed without a savepoint",
  filter: "the job ran with other arguments; pass them here too",
};

/** Checks that the topic has every clean record once and no others, each sensor's in order, and of this filter. */
export function compareClean({ judged, actual, scope, filter }: CleanParts & { readonly filter: string }): Check {
  const comparison = createCleanComparison(scope);
  const readings = groupBy(judged.filter(isReading), ({ reading }) => reading.sensor);
  const records = bySensor(actual);
  for (const sensor of [...new Set([...readings.keys(), ...records.keys()])].sort()) {
    comparison.add(readings.get(sensor) ?? [], records.get(sensor) ?? []);
  }
  const check = comparison.end();
  return { ...check, differences: [...check.differences, ...filterDifferences(actual, filter)] };
}

/** The same check without the filters, one sensor after the other, in the order of their names. */
export function createCleanComparison(scope: Scope) {
  const [expected, found] = [createSummary(), createSummary()];
  const differences: Difference[] = [];
  return {
    add(readings: readonly JudgedReading[], actual: readonly CleanRecord[]): void {
      const clean = readings.filter(({ verdict }) => verdict === "clean");
      const settled = clean.filter((one) => isSettled(one, scope)).map(({ reading }) => reading);
      // Later records may already exist.
      const inOrder = actual.slice(0, settled.length);
      expected.add(settled);
      found.add(inOrder);
      if (actual.length >= settled.length && isBeginning(actual, clean)) return;
      const counted = countDifferences(readings, settled, actual);
      differences.push(...(counted.length > 0 ? counted : orderDifferences(settled, inOrder)));
    },
    end: (): Check => ({
      name: "clean_sensors, record by record",
      expected: describeSummary(expected.end()),
      actual: describeSummary(found.end()),
      differences,
    }),
  };
}

/** Whether the records are the first ones of those that the job may have written: the usual case, and quickly checked. */
function isBeginning(actual: readonly CleanRecord[], clean: readonly JudgedReading[]): boolean {
  return actual.every((record, index) => {
    const reading = clean[index]?.reading;
    return reading !== undefined && isEqual(record, reading);
  });
}

function countDifferences(
  readings: readonly JudgedReading[],
  settled: readonly Reading[],
  actual: readonly CleanRecord[],
): Difference[] {
  const minimum = countEach(settled.map(lineOf));
  const maximum = countEach(
    readings.filter(({ verdict }) => verdict === "clean").map(({ reading }) => lineOf(reading)),
  );
  const verdicts = new Map(readings.map(({ reading, verdict }) => [lineOf(reading), verdict]));
  const counts = countEach(actual.map(lineOf));
  const lines = [...new Set([...minimum.keys(), ...counts.keys()])];
  return lines.flatMap((what): Difference[] => {
    const [low, high, count] = [minimum, maximum, counts].map((map) => map.get(what) ?? 0) as [number, number, number];
    if (count >= low && count <= high) return [];
    if (count < low) return [{ what, expected: times(low), actual: times(count), hint: HINTS.missing }];
    const verdict = verdicts.get(what);
    const hint = verdict === undefined ? HINTS.unknown : verdict === "clean" ? HINTS.duplicated : HINTS.outlier;
    return [{ what, expected: `${times(high)} (${verdict ?? "no such raw record"})`, actual: times(count), hint }];
  });
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function orderDifferences(settled: readonly Reading[], actual: readonly CleanRecord[]): Difference[] {
  const [expected, found] = [summarize(settled), summarize(actual)];
  const what = settled[0]?.sensor ?? "";
  if (expected.digest === found.digest) return [];
  return [{ what, expected: describeSummary(expected), actual: describeSummary(found), hint: HINTS.order }];
}

function filterDifferences(actual: readonly CleanRecord[], filter: string): Difference[] {
  const others = actual.filter((record) => record.filter !== filter);
  const [first] = others;
  if (first === undefined) return [];
  const found = `${others.length} records of another filter, the first ${first.filter}`;
  return [{ what: `filter of ${lineOf(first)}`, expected: filter, actual: found, hint: HINTS.filter }];
}

import type { Check, Difference } from "./difference.ts";
import { countEach } from "../group.ts";
import { isReading, type Judged, type JudgedReading } from "../oracle.ts";
import type { CleanRecord } from "../outputs.ts";
import { lineOf, type Reading } from "../reading.ts";
import { isSettled, type Scope } from "../scope.ts";
import { bySensor, describeSummary, summarize } from "./summary.ts";

export interface CleanParts {
  readonly judged: readonly Judged[];
  /** In the order of the partition. */
  readonly actual: readonly CleanRecord[];
  readonly scope: Scope;
  readonly filter: string;
}

const HINTS = {
  missing: "check the TaskManagers' logs for failed or aborted transactions of PREFIX-clean, and the checkpoints",
  duplicated: "check whether the job was restarted without its checkpoint, or ran twice at the same time",
  outlier: "compare the job's arguments with those of this proof (the README of runtime-processing has the rules)",
  unknown: "only the job may write to the topic, and the raw topic must be read after this one and to its end",
  order: "a sensor's records are out of order; check whether the parallelism was changed without a savepoint",
  filter: "the job ran with other arguments; pass them here too",
};

/** Checks that the topic has every clean record once and no others, each sensor's in order. */
export function compareClean({ judged, actual, scope, filter }: CleanParts): Check {
  const readings = judged.filter(isReading);
  const clean = readings.filter(({ verdict }) => verdict === "clean");
  const settled = clean.filter((one) => isSettled(one, scope)).map(({ reading }) => reading);
  const inOrder = firstOfEach(actual, settled);
  const counted = countDifferences(readings, settled, actual);
  const differences = counted.length > 0 ? counted : orderDifferences(settled, inOrder);
  return {
    name: "clean_sensors, record by record",
    expected: describeSummary(summarize(sorted(settled))),
    actual: describeSummary(summarize(sorted(inOrder))),
    differences: [...differences, ...filterDifferences(actual, filter)],
  };
}

/** The first records of each sensor, as many as are expected. Later ones may already exist. */
function firstOfEach(actual: readonly CleanRecord[], settled: readonly Reading[]): CleanRecord[] {
  const expected = bySensor(settled);
  return [...bySensor(actual)].flatMap(([sensor, list]) => list.slice(0, expected.get(sensor)?.length ?? 0));
}

/** Sorted by sensor, so that both sides' summaries can be compared. */
function sorted(readings: readonly Reading[]): Reading[] {
  return readings.toSorted((a, b) => (a.sensor < b.sensor ? -1 : Number(a.sensor > b.sensor)));
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
  const lists = bySensor(actual);
  return [...bySensor(settled)].flatMap(([sensor, list]) => {
    const [expected, found] = [summarize(list), summarize(lists.get(sensor) ?? [])];
    if (expected.digest === found.digest) return [];
    return [{ what: sensor, expected: describeSummary(expected), actual: describeSummary(found), hint: HINTS.order }];
  });
}

function filterDifferences(actual: readonly CleanRecord[], filter: string): Difference[] {
  const others = actual.filter((record) => record.filter !== filter);
  const [first] = others;
  if (first === undefined) return [];
  const found = `${others.length} records of another filter, the first ${first.filter}`;
  return [{ what: `filter of ${lineOf(first)}`, expected: filter, actual: found, hint: HINTS.filter }];
}

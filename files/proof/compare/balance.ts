import type { Check, Difference } from "./difference.ts";
import { countEach } from "../group.ts";
import { isReading, type Judged } from "../oracle.ts";
import type { CleanRecord, StatsRecord } from "../outputs.ts";
import type { Scope } from "../scope.ts";
import { increase, startOf } from "../windows.ts";

export interface BalanceParts {
  readonly judged: readonly Judged[];
  readonly clean: readonly CleanRecord[];
  readonly stats: readonly StatsRecord[];
  readonly scope: Scope;
  readonly windowLength: number;
}

const HINT = "a record was lost or duplicated; the checks of the topics name it";

/**
 * raw = clean + outliers + late, for each sensor in each closed window, counted from the topics. No topic has late readings by
 * sensor, so these are recomputed. Malformed records have no sensor and are compared separately.
 */
export function balance({ judged, clean, stats, scope, windowLength }: BalanceParts): Check {
  const readings = judged.filter(isReading);
  const cell = (sensor: string, ts: number): string =>
    `${sensor} in window ${new Date(startOf(ts, windowLength)).toISOString()}`;
  const closed = readings.filter(({ reading }) => reading.ts < scope.until);
  const raw = countEach(closed.map(({ reading }) => cell(reading.sensor, reading.ts)));
  const parts = {
    clean: countEach(clean.filter(({ ts }) => ts < scope.until).map(({ sensor, ts }) => cell(sensor, ts))),
    outliers: outliersOf(stats, cell),
    late: countEach(
      closed.filter(({ verdict }) => verdict === "late").map(({ reading }) => cell(reading.sensor, reading.ts)),
    ),
  };
  const cells = new Set([raw, ...Object.values(parts)].flatMap((map) => [...map.keys()]));
  const differences = [...cells].sort().flatMap((what): Difference[] => {
    const expected = raw.get(what) ?? 0;
    const found = Object.entries(parts).map(([name, map]) => ({ name, count: map.get(what) ?? 0 }));
    if (found.reduce((sum, one) => sum + one.count, 0) === expected) return [];
    const actual = found.map((one) => `${one.count} ${one.name}`).join(" + ");
    return [{ what, expected: `${expected} readings`, actual, hint: HINT }];
  });
  const actual = Object.entries(parts).map(([name, map]) => `${total(map)} ${name}`);
  return {
    name: "raw = clean + outliers + late, by sensor and window",
    expected: `${total(raw)} readings`,
    actual: actual.join(" + "),
    differences,
  };
}

function outliersOf(stats: readonly StatsRecord[], cell: (sensor: string, ts: number) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { start, bySensor } of stats) {
    for (const [sensor, outliers] of bySensor) increase(counts, cell(sensor, start), outliers);
  }
  return counts;
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0);
}

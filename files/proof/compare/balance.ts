import type { Check, Difference } from "./difference.ts";
import { countEach } from "../group.ts";
import type { JudgedReading } from "../oracle.ts";
import type { CleanRecord, StatsRecord } from "../outputs.ts";
import { startOf } from "../windows.ts";

/** One sensor's readings and records of the closed windows. */
export interface BalanceParts {
  readonly sensor: string;
  readonly judged: readonly JudgedReading[];
  readonly clean: readonly CleanRecord[];
  readonly stats: readonly StatsRecord[];
}

const HINT = "a record was lost or duplicated; the checks of the topics name it";

/**
 * raw = clean + outliers + late, for each sensor in each closed window, counted from the topics. No topic has late readings by
 * sensor, so these are recomputed. Malformed records have no sensor and are compared separately. `uncertain` are the starts of
 * windows whose late readings cannot be recomputed.
 */
export function createBalance(windowLength: number, uncertain: ReadonlySet<number>) {
  const totals = { raw: 0, clean: 0, outliers: 0, late: 0 };
  const differences: Difference[] = [];
  const window = (ts: number): number => startOf(ts, windowLength);
  return {
    add({ sensor, judged, clean, stats }: BalanceParts): void {
      const raw = countEach(judged.map(({ reading }) => window(reading.ts)));
      const late = judged.filter(({ verdict }) => verdict === "late");
      const parts = {
        clean: countEach(clean.map(({ ts }) => window(ts))),
        outliers: outliersOf(sensor, stats),
        late: countEach(late.map(({ reading }) => window(reading.ts))),
      };
      totals.raw += total(raw);
      for (const [name, map] of entries(parts)) totals[name] += total(map);
      const starts = new Set([raw, ...Object.values(parts)].flatMap((map) => [...map.keys()]));
      for (const start of [...starts].filter((one) => !uncertain.has(one)).sort((a, b) => a - b)) {
        const expected = raw.get(start) ?? 0;
        const found = entries(parts).map(([name, map]) => ({ name, count: map.get(start) ?? 0 }));
        if (found.reduce((sum, one) => sum + one.count, 0) === expected) continue;
        const what = `${sensor} in window ${new Date(start).toISOString()}`;
        const actual = found.map((one) => `${one.count} ${one.name}`).join(" + ");
        differences.push({ what, expected: `${expected} readings`, actual, hint: HINT });
      }
    },
    end: (): Check => ({
      name: "raw = clean + outliers + late, by sensor and window",
      expected: `${totals.raw} readings`,
      actual: `${totals.clean} clean + ${totals.outliers} outliers + ${totals.late} late`,
      differences,
    }),
  };
}

type Parts = Readonly<Record<"clean" | "outliers" | "late", ReadonlyMap<number, number>>>;

function entries(parts: Parts): [keyof Parts, ReadonlyMap<number, number>][] {
  return (["clean", "outliers", "late"] as const).map((name) => [name, parts[name]]);
}

function outliersOf(sensor: string, stats: readonly StatsRecord[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { start, bySensor } of stats) {
    const outliers = bySensor.get(sensor);
    if (outliers !== undefined) counts.set(start, (counts.get(start) ?? 0) + outliers);
  }
  return counts;
}

function total(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0);
}

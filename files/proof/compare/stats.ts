import type { Check, Difference } from "./difference.ts";
import { groupBy } from "../group.ts";
import type { StatsRecord } from "../outputs.ts";
import type { WindowCounts } from "../windows.ts";

export interface StatsParts {
  readonly expected: readonly WindowCounts[];
  readonly actual: readonly StatsRecord[];
  /** The hashes of the filters that may have written the records. */
  readonly filters: readonly string[];
  /** The starts of windows whose counts cannot be recomputed. */
  readonly uncertain?: ReadonlySet<number>;
}

const HINT =
  "a server or partition that was unavailable for longer than --idle-seconds moves readings into a later window; " +
  "otherwise check for restarts of the job without its checkpoint";

/** Checks that every closed window occurs once, with each of its counts. `expected` may include open windows. */
export function compareStats({ expected, actual, filters, uncertain }: StatsParts): Check {
  const until = actual.reduce((latest, { end }) => Math.max(latest, end), 0);
  const closed = new Map(expected.filter(({ end }) => end <= until).map((window) => [window.start, window]));
  const found = groupBy(actual, ({ start }) => start);
  const starts = [...new Set([...closed.keys(), ...found.keys()])].sort((a, b) => a - b);
  const differences = starts.flatMap((start): Difference[] => {
    const window = closed.get(start);
    const [first] = found.get(start) ?? [];
    if (uncertain?.has(start) && found.get(start)?.length === 1) return [];
    const filter = first && filters.includes(first.filter) ? first.filter : (filters[0] ?? "");
    const expectedWindow = window === undefined ? "no record" : describeWindow({ ...window, filter });
    const actualWindow = (found.get(start) ?? []).map(describeWindow).join(" and ") || "no record";
    const what = `window ${new Date(start).toISOString()}`;
    return expectedWindow === actualWindow
      ? []
      : [{ what, expected: expectedWindow, actual: actualWindow, hint: HINT }];
  });
  return {
    name: "outlier_stats, window by window",
    expected: describeSums([...closed.values()]),
    actual: describeSums(actual),
    differences,
  };
}

function describeWindow({ start, end, readings, outliers, late, bySensor, filter }: StatsRecord): string {
  const sensors = [...bySensor].sort().map(([sensor, count]) => `${sensor}=${count}`);
  const length = `${(end - start) / 60_000} min`;
  return `${length}, ${readings} readings, ${outliers} outliers, ${late} late, ${filter} [${sensors.join(" ")}]`;
}

function describeSums(windows: readonly WindowCounts[]): string {
  const sum = (of: (window: WindowCounts) => number): number => windows.reduce((total, one) => total + of(one), 0);
  const readings = sum((one) => one.readings);
  return `${windows.length} windows, ${readings} readings, ${sum((one) => one.outliers)} outliers, ${sum((one) => one.late)} late`;
}

import type { Check } from "./difference.ts";
import type { StatsRecord } from "../outputs.ts";

interface Least {
  readonly leastWindows: number;
  readonly leastOutliers: number;
}

/** Warns if agreement proves little, because there are too few windows or outliers. */
export function checkEnough(stats: readonly StatsRecord[], { leastWindows, leastOutliers }: Least): Check {
  const windows = new Set(stats.map(({ start }) => start)).size;
  const outliers = stats.reduce((sum, one) => sum + one.outliers, 0);
  const expected = `at least ${leastWindows} closed windows, ${leastOutliers} outliers`;
  const actual = `${windows} closed windows, ${outliers} outliers`;
  const isEnough = windows >= leastWindows && outliers >= leastOutliers;
  const why = windows === 0 ? "no window has closed in the range" : `only ${actual} in the range`;
  const warning = `${why}; a window closes after readings later than its end have arrived`;
  return { name: "enough to prove", expected, actual, differences: [], ...(!isEnough && { warning }) };
}

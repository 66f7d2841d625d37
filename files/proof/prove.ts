import { balance } from "./compare/balance.ts";
import { compareClean } from "./compare/clean.ts";
import { compareMalformed } from "./compare/malformed.ts";
import { compareStats } from "./compare/stats.ts";
import type { Consumed } from "./consumed.ts";
import type { Check, Difference } from "./compare/difference.ts";
import { compareLabels, type Labels } from "./compare/labels.ts";
import { judge } from "./oracle.ts";
import { readClean, readStats, type CleanRecord, type StatsRecord } from "./outputs.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { filterHash, type FilterSettings } from "./settings.ts";
import { checkComplete } from "./compare/complete.ts";
import { countWindows } from "./windows.ts";

/** Each sorted by partition and offset. `raw` must be read last, so that it covers all records of the others. */
export interface Topics {
  readonly raw: readonly Consumed[];
  readonly clean: readonly Consumed[];
  readonly stats: readonly Consumed[];
  readonly malformed: readonly Consumed[];
}

export interface ProofSettings {
  readonly filter: FilterSettings;
  readonly windowMinutes: number;
  /** With fewer windows or outliers, agreement proves little. */
  readonly leastWindows: number;
  readonly leastOutliers: number;
  /** Windows that end later count as open: they may have been written after the other topics were read. */
  readonly until: number;
}

export interface Proof {
  readonly checks: readonly Check[];
  readonly labels: Labels;
  readonly scope: Scope;
}

/** Recomputes the job's output from the raw records, and compares. */
export function prove({ raw, clean, stats, malformed }: Topics, settings: ProofSettings): Proof {
  const windowLength = settings.windowMinutes * 60_000;
  const filter = filterHash(settings.filter);
  const judged = judge(raw, settings.filter);
  const actualClean = clean.flatMap((record) => readClean(record) ?? []);
  const allStats = stats.flatMap((record) => readStats(record) ?? []);
  const actualStats = allStats.filter(({ end }) => end <= settings.until);
  const scope = scopeOf(judged, actualStats);
  const checks = [
    checkEnough(actualStats, settings),
    checkComplete(raw),
    checkShape(clean, actualClean, stats, allStats),
    compareClean({ judged, actual: actualClean, scope, filter }),
    compareStats({ expected: countWindows(judged, windowLength), actual: actualStats, filter }),
    compareMalformed(judged, malformed, scope),
    balance({ judged, clean: actualClean, stats: actualStats, scope, windowLength }),
  ];
  return { checks, labels: compareLabels(judged, actualClean, scope), scope };
}

export function differencesOf({ checks }: Pick<Proof, "checks">): Difference[] {
  return checks.flatMap(({ differences }) => differences);
}

function checkEnough(stats: readonly StatsRecord[], { leastWindows, leastOutliers }: ProofSettings): Check {
  const windows = new Set(stats.map(({ start }) => start)).size;
  const outliers = stats.reduce((sum, one) => sum + one.outliers, 0);
  const expected = `at least ${leastWindows} closed windows, ${leastOutliers} outliers`;
  const actual = `${windows} closed windows, ${outliers} outliers`;
  const enough = windows >= leastWindows && outliers >= leastOutliers;
  const hint = "wait until more windows have closed; a window closes after readings later than its end have arrived";
  return {
    name: "enough to prove",
    expected,
    actual,
    differences: enough ? [] : [{ what: "data", expected, actual, hint }],
  };
}

function checkShape(
  clean: readonly Consumed[],
  actualClean: readonly CleanRecord[],
  stats: readonly Consumed[],
  actualStats: readonly StatsRecord[],
): Check {
  const expected = `${clean.length} and ${stats.length} records`;
  const actual = `${actualClean.length} and ${actualStats.length} records`;
  const hint = "docs/records.md describes their format; only the job may write to these topics";
  const differences = expected === actual ? [] : [{ what: "clean_sensors and outlier_stats", expected, actual, hint }];
  return { name: "clean_sensors and outlier_stats are well-formed", expected, actual, differences };
}

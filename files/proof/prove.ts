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
import { checkWhole } from "./compare/whole.ts";
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
  const seenClean = clean.flatMap((record) => readClean(record) ?? []);
  const allStats = stats.flatMap((record) => readStats(record) ?? []);
  const seenStats = allStats.filter(({ end }) => end <= settings.until);
  const scope = scopeOf(judged, seenStats);
  const checks = [
    checkEnough(seenStats, settings),
    checkWhole(raw),
    checkShape(clean, seenClean, stats, allStats),
    compareClean({ judged, seen: seenClean, scope, filter }),
    compareStats({ expected: countWindows(judged, windowLength), seen: seenStats, filter }),
    compareMalformed(judged, malformed, scope),
    balance({ judged, clean: seenClean, stats: seenStats, scope, windowLength }),
  ];
  return { checks, labels: compareLabels(judged, seenClean, scope), scope };
}

export function differencesOf({ checks }: Pick<Proof, "checks">): Difference[] {
  return checks.flatMap(({ differences }) => differences);
}

function checkEnough(stats: readonly StatsRecord[], { leastWindows, leastOutliers }: ProofSettings): Check {
  const windows = new Set(stats.map(({ start }) => start)).size;
  const outliers = stats.reduce((sum, one) => sum + one.outliers, 0);
  const expected = `at least ${leastWindows} closed windows, ${leastOutliers} outliers`;
  const seen = `${windows} closed windows, ${outliers} outliers`;
  const enough = windows >= leastWindows && outliers >= leastOutliers;
  const hint = "wait until more windows have closed; a window closes after readings later than its end have arrived";
  return {
    name: "enough to prove",
    expected,
    seen,
    differences: enough ? [] : [{ what: "data", expected, seen, hint }],
  };
}

function checkShape(
  clean: readonly Consumed[],
  seenClean: readonly CleanRecord[],
  stats: readonly Consumed[],
  seenStats: readonly StatsRecord[],
): Check {
  const expected = `${clean.length} and ${stats.length} records`;
  const seen = `${seenClean.length} and ${seenStats.length} records`;
  const hint = "docs/records.md describes their format; only the job may write to these topics";
  const differences = expected === seen ? [] : [{ what: "clean_sensors and outlier_stats", expected, seen, hint }];
  return { name: "clean_sensors and outlier_stats are well-formed", expected, seen, differences };
}

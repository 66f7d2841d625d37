import { balance } from "./balance.ts";
import { compareClean } from "./compare-clean.ts";
import { compareMalformed } from "./compare-malformed.ts";
import { compareStats } from "./compare-stats.ts";
import type { Consumed } from "./consumed.ts";
import type { Check, Difference } from "./difference.ts";
import { compareLabels, type Labels } from "./labels.ts";
import { judge } from "./oracle.ts";
import { readClean, readStats, type CleanRecord, type StatsRecord } from "./outputs.ts";
import { scopeOf, type Scope } from "./scope.ts";
import { filterHash, type FilterSettings } from "./settings.ts";
import { checkWhole } from "./whole.ts";
import { countWindows } from "./windows.ts";

/** Each sorted by partition and offset. `raw` is to be read last, so that it explains all that the others have. */
export interface Topics {
  readonly raw: readonly Consumed[];
  readonly clean: readonly Consumed[];
  readonly stats: readonly Consumed[];
  readonly malformed: readonly Consumed[];
}

export interface ProofSettings {
  readonly filter: FilterSettings;
  readonly windowMinutes: number;
  /** With less than this, agreement proves little. */
  readonly leastWindows: number;
  readonly leastOutliers: number;
  /** Windows that end later are taken as open: they were written after the other topics were known to be whole. */
  readonly until: number;
}

export interface Proof {
  readonly checks: readonly Check[];
  readonly labels: Labels;
  readonly scope: Scope;
}

/** Recomputes from the raw records what the job must have made of them, and compares. */
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
  const hint = "wait until more windows have closed: one does when readings later than its end have come";
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
  const hint = "docs/records.md says what they look like; nobody but the job may write to these topics";
  const differences = expected === seen ? [] : [{ what: "clean_sensors and outlier_stats", expected, seen, hint }];
  return { name: "clean_sensors and outlier_stats are well-formed", expected, seen, differences };
}

import { createBalance } from "./compare/balance.ts";
import { createCleanComparison } from "./compare/clean.ts";
import type { Check, Difference } from "./compare/difference.ts";
import { checkEnough } from "./compare/enough.ts";
import { countLabels, labelsFrom, type Labels } from "./compare/labels.ts";
import { compareMalformed } from "./compare/malformed.ts";
import { createSequenceCheck } from "./compare/sequence.ts";
import { checkShape } from "./compare/shape.ts";
import { compareStats } from "./compare/stats.ts";
import type { Consumed } from "./consumed.ts";
import type { StatsRecord } from "./outputs.ts";
import { judgeSensor } from "./range/judge-sensor.ts";
import { provenRange } from "./range/proven-range.ts";
import { readStreams, type Streams } from "./range/read-streams.ts";
import type { ReadingSettings, TopicStreams } from "./range/reading-settings.ts";
import { createUndecided } from "./range/undecided.ts";
import type { Scope } from "./scope.ts";
import { filterHash, type FilterSettings } from "./settings.ts";
import { createWindowCounter, startOf } from "./windows.ts";

/** Each sorted by partition and offset. `raw` must be read last, so that it covers all records of the others. */
export interface Topics {
  readonly raw: readonly Consumed[];
  readonly clean: readonly Consumed[];
  readonly stats: readonly Consumed[];
  readonly malformed: readonly Consumed[];
}

export interface ProofSettings {
  readonly filter: FilterSettings;
  /** Filters that the job had earlier. */
  readonly earlierFilters?: readonly FilterSettings[];
  readonly windowMinutes: number;
  /** With fewer windows or outliers, agreement proves little. */
  readonly leastWindows: number;
  readonly leastOutliers: number;
  /** Windows that start earlier are not compared: their records only show what the filter remembered. */
  readonly from?: number;
  /** Windows that end later count as open: they may have been written after the other topics were read. */
  readonly until: number;
  /** How the topics were read; without it, from their beginnings. */
  readonly reading?: ReadingSettings;
}

export interface Proof {
  readonly checks: readonly Check[];
  readonly labels: Labels;
  readonly scope: Scope;
  /** What could not be proved, and why. */
  readonly warnings: readonly string[];
  /** What Druid must contain: everything from `from` to the end of the scope. */
  readonly from: number;
  readonly streams: Streams;
}

/** Recomputes the job's output from the raw records, and compares. */
export function prove(topics: TopicStreams, settings: ProofSettings): Proof {
  const windowLength = settings.windowMinutes * 60_000;
  const streams = readStreams(topics, settings);
  const { scope } = streams;
  const wanted = { from: settings.from ?? 0, windowLength, stats: streams.stats, cuts: streams.cuts };
  const { from, warnings } = provenRange(wanted);
  const stats = streams.stats.filter(({ start, end }) => start >= from && end <= settings.until);
  const compared = compareSensors(streams, { settings, stats, from, windowLength });
  const isInRange = ({ timestamp }: Consumed): boolean => timestamp === undefined || timestamp >= from;
  const checks = [
    checkEnough(stats, settings),
    streams.completeness,
    checkShape(streams.shape),
    ...compared.checks,
    compareMalformed(
      streams.malformedRaw.filter(({ record }) => isInRange(record)),
      streams.malformed.filter(isInRange),
      scope,
    ),
  ];
  const own = checks.flatMap(({ warning }) => warning ?? []);
  return {
    checks,
    labels: compared.labels,
    scope,
    warnings: [...own, ...warnings, ...compared.warnings],
    from,
    streams,
  };
}

export function differencesOf({ checks }: Pick<Proof, "checks">): Difference[] {
  return checks.flatMap(({ differences }) => differences);
}

interface RangeParts {
  readonly settings: ProofSettings;
  readonly stats: readonly StatsRecord[];
  readonly from: number;
  readonly windowLength: number;
}

/** Judges and compares one sensor after the other, so that only one sensor's records are held as objects. */
function compareSensors(streams: Streams, { settings, stats, from, windowLength }: RangeParts) {
  const { scope, raw, clean } = streams;
  const known = new Map([...(settings.earlierFilters ?? []), settings.filter].map((one) => [filterHash(one), one]));
  const written = [...new Set([...clean.hashes(), ...stats.map(({ filter }) => filter)])];
  const hashes = written.length > 0 ? written : [filterHash(settings.filter)];
  const comparison = createCleanComparison(scope);
  const sequence = createSequenceCheck();
  const windows = createWindowCounter(windowLength);
  const undecided = createUndecided(known, settings.filter);
  const uncertain = new Set<number>();
  const balance = createBalance(windowLength, uncertain);
  const sensors = new Set([...raw.sensors(), ...clean.sensors(), ...stats.flatMap((one) => [...one.bySensor.keys()])]);
  const labels = [...sensors].sort().map((sensor) => {
    const readings = raw.of(sensor);
    const records = clean.of(sensor);
    const past = streams.pastOf(readings[0]?.record);
    const verdicts = judgeSensor({ readings, clean: records, past, hashes, known, from });
    const judged = verdicts.judged.filter(({ reading }) => reading.ts >= from);
    const actual = records.filter(({ ts }) => ts >= from);
    const closed = judged.filter(({ reading }) => reading.ts < scope.until);
    for (const ts of verdicts.uncertain) uncertain.add(startOf(ts, windowLength));
    comparison.add(judged, actual);
    windows.add(verdicts.judged);
    sequence.add(
      closed.map(({ reading }) => reading),
      verdicts.judged.findLast(({ reading }) => reading.ts < from)?.reading,
    );
    undecided.add(closed, verdicts.unknown);
    balance.add({ sensor, judged: closed, clean: actual.filter(({ ts }) => ts < scope.until), stats });
    return countLabels(judged, actual, scope);
  });
  const expected = windows.end().filter(({ start }) => start >= from);
  const decided = undecided.end();
  const checks = [
    sequence.end(),
    decided.check,
    comparison.end(),
    compareStats({ expected, actual: stats, filters: hashes, uncertain }),
    balance.end(),
  ];
  return { checks, labels: labelsFrom(labels), warnings: decided.warnings };
}

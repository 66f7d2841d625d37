import type { Check } from "../compare/difference.ts";
import { createCompleteness } from "../compare/complete.ts";
import type { Shape } from "../compare/shape.ts";
import type { Consumed } from "../consumed.ts";
import type { Judged, SensorState } from "../oracle.ts";
import { readClean, readStats, type StatsRecord } from "../outputs.ts";
import { readRaw } from "../reading.ts";
import { createScope, type Scope } from "../scope.ts";
import type { ReadingSettings, TopicStreams } from "./reading-settings.ts";
import { createBeginnings, type Beginnings } from "./beginnings.ts";
import { createCleanReadings, createRawReadings, type CleanReadings, type RawReadings } from "./sensor-readings.ts";
import type { Cut } from "./proven-range.ts";

/** The topics' records, with readings in compact tables. */
export interface Streams {
  readonly stats: readonly StatsRecord[];
  readonly malformed: readonly Consumed[];
  readonly clean: CleanReadings;
  readonly raw: RawReadings;
  readonly malformedRaw: readonly Judged[];
  readonly scope: Scope;
  readonly completeness: Check;
  readonly shape: Readonly<Record<"clean" | "stats", Shape>>;
  /** Where retention has deleted records. */
  readonly cuts: readonly Cut[];
  /** The filter's state before a sensor's first reading that was read; undefined if there are no earlier readings. */
  readonly pastOf: (first: Consumed | undefined) => SensorState | undefined;
}

/** How the topics were read, and the time after which windows count as open. */
interface StreamSettings {
  readonly reading?: ReadingSettings;
  readonly until: number;
}

export function readStreams(topics: TopicStreams, settings: StreamSettings): Streams {
  const beginnings = createBeginnings(settings.reading);
  const stats: StatsRecord[] = [];
  const clean = createCleanReadings();
  const malformed = [...topics.malformed];
  for (const record of malformed) beginnings.see("malformed_sensors", record, record.timestamp ?? 0);
  const statsShape = count(topics.stats, readStats, (one, record) => {
    beginnings.see("outlier_stats", record, one.end);
    stats.push(one);
  });
  const cleanShape = count(topics.clean, readClean, (one, record) => {
    beginnings.see("clean_sensors", record, one.ts);
    clean.add(one);
  });
  const scope = createScope(stats.filter(({ end }) => end <= settings.until));
  const { raw, malformedRaw, completeness } = readRawTopic(topics.raw, beginnings, scope);
  return {
    stats,
    malformed,
    clean,
    raw,
    malformedRaw,
    scope,
    completeness,
    shape: { clean: cleanShape, stats: statsShape },
    cuts: beginnings.cuts(),
    pastOf: (first) => (first === undefined ? undefined : beginnings.pastOf(first.partition)),
  };
}

/** Parses all records of a topic, and passes on those that are valid. */
function count<T>(
  records: Iterable<Consumed>,
  parse: (record: Consumed) => T | undefined,
  use: (one: T, record: Consumed) => void,
): Shape {
  let [all, valid] = [0, 0];
  for (const record of records) {
    all++;
    const one = parse(record);
    if (one === undefined) continue;
    valid++;
    use(one, record);
  }
  return { records: all, valid };
}

function readRawTopic(records: Iterable<Consumed>, beginnings: Beginnings, scope: ReturnType<typeof createScope>) {
  const raw = createRawReadings();
  const malformedRaw: Judged[] = [];
  const completeness = createCompleteness(beginnings.startOf);
  for (const record of records) {
    completeness.add(record);
    beginnings.see("raw_sensors", record);
    const reading = readRaw(record.key, record.value);
    if (typeof reading === "string") {
      malformedRaw.push({ record, verdict: "malformed", reason: reading });
      continue;
    }
    beginnings.see("raw_sensors", record, reading.ts);
    scope.add(record, reading.ts);
    raw.add({ reading, record });
  }
  return { raw, malformedRaw, completeness: completeness.end() };
}

import { isReading, judge } from "./oracle.ts";
import { readClean, readStats, type CleanRecord, type StatsRecord } from "./outputs.ts";
import type { ProofSettings, Topics } from "./prove.ts";
import type { Streams } from "./range/read-streams.ts";
import type { Reading } from "./reading.ts";
import { increase, startOf } from "./windows.ts";

/** The expected content of a datasource, up to the end of the last closed window. */
export interface Expected {
  readonly datasource: string;
  /** One string per row, in any order. */
  readonly rows: readonly string[];
  /** The columns that SQL adds up, and their sums. */
  readonly sums: Readonly<Record<string, number>>;
  readonly sqlRows: string;
  readonly sqlSums: string;
}

/** The expected content of the three datasources for these topics: rows with a time before `until`. */
export function expectedOf({ raw, clean, stats }: Topics, { filter }: ProofSettings, until: number): Expected[] {
  const readings = judge(raw, filter)
    .filter(isReading)
    .map(({ reading }) => reading);
  const range = { from: 0, until };
  const isIn = ({ ts }: Reading): boolean => ts < until;
  return [
    expectedReadings("raw_sensors", readings.filter(isIn), range),
    expectedReadings("clean_sensors", clean.flatMap((record) => readClean(record) ?? []).filter(isIn), range),
    expectedStats(
      stats.flatMap((record) => readStats(record) ?? []).filter(({ start }) => start < until),
      range,
    ),
  ];
}

/** Event times of rows: from the first to before the second. */
interface Range {
  readonly from: number;
  readonly until: number;
}

/** How many rows are compared at a time: Druid's answer is held in memory. */
const SLICE_ROWS = 50_000;

/** The same for a proof, a part of the time at a time. */
export function* expectedSlices(proof: DruidParts, windowLength: number): Generator<Expected> {
  const { streams, from, until } = proof;
  for (const range of slicesOf(proof, windowLength)) {
    const raw = [...streams.raw.between(range.from, range.until)].map(({ reading }) => reading);
    yield expectedReadings("raw_sensors", raw, range);
    yield expectedReadings("clean_sensors", [...streams.clean.between(range.from, range.until)], range);
  }
  const isIn = ({ start }: StatsRecord): boolean => start >= from && start < until;
  yield expectedStats(streams.stats.filter(isIn), { from, until });
}

interface DruidParts extends Range {
  readonly streams: Streams;
}

/** Consecutive windows with at most `SLICE_ROWS` raw readings together, or one window. */
function slicesOf({ streams, from, until }: DruidParts, windowLength: number): Range[] {
  const sizes = new Map<number, number>();
  for (const start of streams.raw.timesBetween(from, until)) increase(sizes, startOf(start, windowLength));
  const slices: { from: number; until: number; rows: number }[] = [];
  for (const [start, rows] of [...sizes].sort(([a], [b]) => a - b)) {
    const last = slices.at(-1);
    if (last !== undefined && last.rows + rows <= SLICE_ROWS) {
      last.until = start + windowLength;
      last.rows += rows;
    } else {
      slices.push({ from: last?.until ?? from, until: start + windowLength, rows });
    }
  }
  const last = slices.at(-1);
  if (last === undefined) return until > from ? [{ from, until }] : [];
  last.until = until;
  return slices;
}

/** Sums the distances of times to `until`, because the sum of the times themselves is too large for JSON numbers. */
function expectedReadings(datasource: string, readings: readonly (Reading | CleanRecord)[], range: Range): Expected {
  const { until } = range;
  const filter = datasource === "clean_sensors" ? ', "filter"' : "";
  return {
    datasource,
    rows: readings.map((one) =>
      rowText([one.ts, one.sensor, one.seq, one.value, ...("filter" in one ? [one.filter] : [])]),
    ),
    sums: {
      rows: readings.length,
      seq: total(readings, ({ seq }) => seq),
      ts: total(readings, ({ ts }) => until - ts),
      value: total(readings, ({ value }) => value),
    },
    sqlRows: `SELECT TIMESTAMP_TO_MILLIS(__time), "sensor", "seq", "value"${filter} ${fromWhere(datasource, range)}`,
    sqlSums: `SELECT COUNT(*), SUM("seq"), SUM(${until} - TIMESTAMP_TO_MILLIS(__time)), SUM("value") ${fromWhere(datasource, range)}`,
  };
}

function expectedStats(stats: readonly StatsRecord[], range: Range): Expected {
  const columns = '"window_end", "readings", "outliers", "late", TO_JSON_STRING("by_sensor"), "filter"';
  const where = fromWhere("outlier_stats", range);
  return {
    datasource: "outlier_stats",
    rows: stats.map((one) =>
      rowText([one.start, one.end, one.readings, one.outliers, one.late, jsonOf(one.bySensor), one.filter]),
    ),
    sums: {
      rows: stats.length,
      readings: total(stats, ({ readings }) => readings),
      outliers: total(stats, ({ outliers }) => outliers),
      late: total(stats, ({ late }) => late),
    },
    sqlRows: `SELECT TIMESTAMP_TO_MILLIS(__time), ${columns} ${where}`,
    sqlSums: `SELECT COUNT(*), SUM("readings"), SUM("outliers"), SUM("late") ${where}`,
  };
}

function fromWhere(datasource: string, { from, until }: Range): string {
  const since = from > 0 ? `__time >= MILLIS_TO_TIMESTAMP(${from}) AND ` : "";
  return `FROM "${datasource}" WHERE ${since}__time < MILLIS_TO_TIMESTAMP(${until})`;
}

function total<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((sum, one) => sum + of(one), 0);
}

function jsonOf(counts: ReadonlyMap<string, number>): string {
  return sortedJson(JSON.stringify(Object.fromEntries(counts)));
}

/** Druid stores the fields of a JSON column in its own order. */
function sortedJson(text: string): string {
  const json: unknown = JSON.parse(text);
  return typeof json === "object" && json !== null ? JSON.stringify(Object.entries(json).sort()) : text;
}

/** A row as one string, in the same format for expected rows and Druid's answers. */
export function rowText(row: readonly unknown[]): string {
  return row
    .map((cell) => (typeof cell === "string" && cell.startsWith("{") ? sortedJson(cell) : String(cell)))
    .join(" ");
}

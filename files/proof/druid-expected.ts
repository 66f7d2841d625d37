import { isReading, judge } from "./oracle.ts";
import { readClean, readStats, type CleanRecord, type StatsRecord } from "./outputs.ts";
import type { ProofSettings, Topics } from "./prove.ts";
import type { Reading } from "./reading.ts";

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
  const records = clean.flatMap((record) => readClean(record) ?? []);
  return [
    expectedReadings("raw_sensors", before(readings, until), until),
    expectedReadings("clean_sensors", before(records, until), until),
    expectedStats(
      stats.flatMap((record) => readStats(record) ?? []).filter(({ start }) => start < until),
      until,
    ),
  ];
}

function before<R extends Reading>(readings: readonly R[], until: number): R[] {
  return readings.filter(({ ts }) => ts < until);
}

/** Sums the distances of times to `until`, because the sum of the times themselves is too large for JSON numbers. */
function expectedReadings(datasource: string, readings: readonly (Reading | CleanRecord)[], until: number): Expected {
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
    sqlRows: `SELECT TIMESTAMP_TO_MILLIS(__time), "sensor", "seq", "value"${filter} ${fromWhere(datasource, until)}`,
    sqlSums: `SELECT COUNT(*), SUM("seq"), SUM(${until} - TIMESTAMP_TO_MILLIS(__time)), SUM("value") ${fromWhere(datasource, until)}`,
  };
}

function expectedStats(stats: readonly StatsRecord[], until: number): Expected {
  const columns = '"window_end", "readings", "outliers", "late", TO_JSON_STRING("by_sensor"), "filter"';
  const where = fromWhere("outlier_stats", until);
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

function fromWhere(datasource: string, until: number): string {
  return `FROM "${datasource}" WHERE __time < MILLIS_TO_TIMESTAMP(${until})`;
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

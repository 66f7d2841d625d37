import type { Consumed } from "../consumed.ts";
import type { CleanRecord } from "../outputs.ts";
import type { Reading } from "../reading.ts";
import { createTable, type Table } from "../table.ts";

/** A valid raw record, without its value's text. */
export interface RawReading {
  readonly record: Consumed;
  readonly reading: Reading;
}

/** The rows of all sensors, each sensor's in the order in which they were added. */
interface BySensor<Row> {
  readonly sensors: () => string[];
  readonly of: (sensor: string) => Row[];
  /** The rows with a time in the range. */
  readonly between: (from: number, until: number) => Generator<Row>;
  readonly timesBetween: (from: number, until: number) => Generator<number>;
}

export interface RawReadings extends BySensor<RawReading> {
  readonly add: (one: RawReading) => void;
}

export interface CleanReadings extends BySensor<CleanRecord> {
  readonly add: (record: CleanRecord) => void;
  /** The hashes of all filters, each once. */
  readonly hashes: () => readonly string[];
}

/** Columns of both tables: the readings' own three come first. */
const TS = 1;

/** Holds valid raw records, 48 bytes each. */
export function createRawReadings(): RawReadings {
  const tables = new Map<string, Table>();
  return {
    add({ reading: { sensor, seq, ts, value }, record: { partition, offset, headers } }) {
      const isInjected = Number(headers["injected"] === "outlier");
      tableOf(tables, sensor, 6).add([seq, ts, value, partition, offset, isInjected]);
    },
    ...bySensor(tables, (sensor, table, row): RawReading => {
      const headers: Record<string, string> = table.get(row, 5) === 1 ? { injected: "outlier" } : {};
      const record = { partition: table.get(row, 3), offset: table.get(row, 4), headers, key: sensor, value: null };
      return { reading: readingAt(sensor, table, row), record };
    }),
  };
}

/** Holds clean records, 32 bytes each. */
export function createCleanReadings(): CleanReadings {
  const tables = new Map<string, Table>();
  const hashes: string[] = [];
  return {
    add({ sensor, seq, ts, value, filter }) {
      if (!hashes.includes(filter)) hashes.push(filter);
      tableOf(tables, sensor, 4).add([seq, ts, value, hashes.indexOf(filter)]);
    },
    hashes: () => hashes,
    ...bySensor(tables, (sensor, table, row): CleanRecord => {
      return { ...readingAt(sensor, table, row), filter: hashes[table.get(row, 3)] ?? "" };
    }),
  };
}

function bySensor<Row>(
  tables: ReadonlyMap<string, Table>,
  rowAt: (sensor: string, table: Table, row: number) => Row,
): BySensor<Row> {
  return {
    sensors: () => [...tables.keys()],
    of(sensor) {
      const table = tables.get(sensor);
      return table ? Array.from({ length: table.size() }, (_, row) => rowAt(sensor, table, row)) : [];
    },
    *between(from, until) {
      for (const { sensor, table, row } of placesBetween(tables, from, until)) yield rowAt(sensor, table, row);
    },
    *timesBetween(from, until) {
      for (const { table, row } of placesBetween(tables, from, until)) yield table.get(row, TS);
    },
  };
}

function* placesBetween(tables: ReadonlyMap<string, Table>, from: number, until: number) {
  for (const [sensor, table] of tables) {
    for (let row = 0; row < table.size(); row++) {
      const ts = table.get(row, TS);
      if (ts >= from && ts < until) yield { sensor, table, row };
    }
  }
}

function tableOf(tables: Map<string, Table>, sensor: string, columns: number): Table {
  const table = tables.get(sensor) ?? createTable(columns);
  tables.set(sensor, table);
  return table;
}

function readingAt(sensor: string, table: Table, row: number): Reading {
  return { sensor, seq: table.get(row, 0), ts: table.get(row, TS), value: table.get(row, 2) };
}

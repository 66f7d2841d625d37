import type { Consumed } from "./consumed.ts";
import { isCount, parseJson, readJson, type Reading } from "./reading.ts";
import type { WindowCounts } from "./windows.ts";

export interface CleanRecord extends Reading {
  readonly filter: string;
}

export interface StatsRecord extends WindowCounts {
  readonly filter: string;
}

/** Undefined if the record does not match docs/records.md. */
export function readClean({ key, value }: Consumed): CleanRecord | undefined {
  const json = value === null ? undefined : parseJson(value);
  const reading = readJson(key, json);
  const filter = typeof reading === "string" ? undefined : entriesOf(json)?.get("filter");
  return typeof reading === "string" || typeof filter !== "string" ? undefined : { ...reading, filter };
}

/** Undefined if the record, including its key, does not match docs/records.md. */
export function readStats({ key, value }: Consumed): StatsRecord | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const names = ["window_start", "window_end", "readings", "outliers", "late"];
  const [start, end, readings, outliers, late] = names.map((name) => fields.get(name));
  const bySensor = countsFrom(fields.get("by_sensor"));
  const filter = fields.get("filter");
  if (!isCount(start) || !isCount(end) || !isCount(readings) || !isCount(outliers) || !isCount(late)) return undefined;
  if (bySensor === undefined || typeof filter !== "string" || key !== String(start)) return undefined;
  return { start, end, readings, outliers, late, bySensor, filter };
}

function fieldsOf(value: string | null): Map<string, unknown> | undefined {
  return entriesOf(value === null ? undefined : parseJson(value));
}

function entriesOf(json: unknown): Map<string, unknown> | undefined {
  return typeof json === "object" && json !== null ? new Map<string, unknown>(Object.entries(json)) : undefined;
}

function countsFrom(json: unknown): Map<string, number> | undefined {
  const counts = [...(entriesOf(json) ?? new Map<string, unknown>([["", undefined]]))];
  return counts.every((entry): entry is [string, number] => isCount(entry[1])) ? new Map(counts) : undefined;
}

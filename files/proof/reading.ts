export interface Reading {
  readonly sensor: string;
  readonly seq: number;
  readonly ts: number;
  readonly value: number;
}

/** The reasons in docs/records.md, in the order in which they apply. */
export type Reason =
  "no-value" | "not-json" | "not-an-object" | "bad-sensor" | "wrong-key" | "bad-seq" | "bad-ts" | "bad-value";

/** Parses a raw record: a reading, or the reason why it is malformed. */
export function readRaw(key: string | null, value: string | null): Reading | Reason {
  return value === null ? "no-value" : readJson(key, parseJson(value));
}

/** The same for a value that has been parsed; undefined is invalid JSON. */
export function readJson(key: string | null, json: unknown): Reading | Reason {
  if (json === undefined) return "not-json";
  if (typeof json !== "object" || json === null || Array.isArray(json)) return "not-an-object";
  const fields = new Map<string, unknown>(Object.entries(json));
  const sensor = fields.get("sensor");
  if (typeof sensor !== "string" || sensor === "") return "bad-sensor";
  if (key !== sensor) return "wrong-key";
  return readNumbers(sensor, fields);
}

function readNumbers(sensor: string, fields: ReadonlyMap<string, unknown>): Reading | Reason {
  const [seq, ts, value] = ["seq", "ts", "value"].map((name) => fields.get(name));
  if (!isCount(seq)) return "bad-seq";
  if (!isCount(ts)) return "bad-ts";
  if (typeof value !== "number" || !Number.isFinite(value)) return "bad-value";
  return { sensor, seq: Math.abs(seq), ts: Math.abs(ts), value };
}

/** Returns undefined, which JSON does not have, for invalid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an integer from 0; minus zero counts too. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether two readings of one sensor are equal. */
export function isEqual(one: Reading, other: Reading): boolean {
  return one.seq === other.seq && one.ts === other.ts && one.value === other.value;
}

/** A reading's identity and value as a line: two readings are equal if their lines are. */
export function lineOf({ sensor, seq, ts, value }: Reading): string {
  return `${sensor} ${seq} ${ts} ${value}`;
}

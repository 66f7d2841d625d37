import type { Consumed } from "./consumed.ts";
import { readRaw, type Reading, type Reason } from "./reading.ts";
import type { FilterSettings } from "./settings.ts";

export type Verdict = "clean" | "outlier" | "late";

/** The expected result for a raw record. */
export type Judged =
  | { readonly record: Consumed; readonly verdict: "malformed"; readonly reason: Reason }
  | {
      readonly record: Consumed;
      readonly verdict: Verdict;
      readonly reading: Reading;
      /** A time in the window that counts it. */
      readonly countedAt: number;
    };

export type JudgedReading = Extract<Judged, { reading: Reading }>;

/** The filter's state for one sensor. */
interface SensorState {
  readonly highest: number;
  readonly values: readonly number[];
}

interface Decision {
  readonly verdict: Verdict;
  readonly countedAt: number;
  readonly state: SensorState;
}

const SCALE = 1.4826;

/** Judges all records of the topic. They must be sorted by partition and offset, and start at the first offset. */
export function judge(records: readonly Consumed[], settings: FilterSettings): Judged[] {
  const states = new Map<string, SensorState>();
  return records.map((record) => {
    const reading = readRaw(record.key, record.value);
    if (typeof reading === "string") return { record, verdict: "malformed", reason: reading };
    const { verdict, countedAt, state } = decide(states.get(reading.sensor), reading, settings);
    states.set(reading.sensor, state);
    return { record, verdict, reading, countedAt };
  });
}

export function isReading(judged: Judged): judged is JudgedReading {
  return judged.verdict !== "malformed";
}

function decide(known: SensorState | undefined, { ts, value }: Reading, settings: FilterSettings): Decision {
  const { highest, values } = stateFor(known, ts, settings.stateTtlHours * 3_600_000);
  if (ts < highest - settings.latenessSeconds * 1000) {
    return { verdict: "late", countedAt: highest, state: { highest, values } };
  }
  const verdict = values.length >= settings.warmUp && isOutlier(value, values, settings) ? "outlier" : "clean";
  const state = { highest: Math.max(highest, ts), values: [...values, value].slice(-settings.filterWindow) };
  return { verdict, countedAt: ts, state };
}

function stateFor(known: SensorState | undefined, ts: number, ttl: number): SensorState {
  return known === undefined || Math.abs(ts - known.highest) > ttl ? { highest: ts, values: [] } : known;
}

function isOutlier(value: number, values: readonly number[], { threshold, madFloor }: FilterSettings): boolean {
  const middle = median(values);
  const spread = Math.max(median(values.map((one) => Math.abs(one - middle))), madFloor);
  return Math.abs(value - middle) > threshold * (SCALE * spread);
}

/** Adds the halves instead of halving the sum, because the sum of two large doubles may be infinite. */
function median(values: readonly number[]): number {
  // A Float64Array sorts numerically without a comparator, much faster than an array.
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  if (sorted.length % 2 === 1) return upper;
  return (sorted[sorted.length / 2 - 1] ?? NaN) / 2 + upper / 2;
}

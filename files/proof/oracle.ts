import type { Consumed } from "./consumed.ts";
import { readRaw, type Reading, type Reason } from "./reading.ts";
import type { FilterSettings } from "./settings.ts";

export type Verdict = "clean" | "outlier" | "late";

/** Why a verdict cannot be recomputed: too little of the past is known, the filter is unknown, or two filters may have decided. */
export type Doubt = "past" | "filter" | "change";

/** The expected result for a raw record. */
export type Judged =
  | { readonly record: Consumed; readonly verdict: "malformed"; readonly reason: Reason }
  | {
      readonly record: Consumed;
      readonly verdict: Verdict;
      readonly reading: Reading;
      /** A time in the window that counts it. */
      readonly countedAt: number;
      /** The verdict is the job's, because it cannot be recomputed. */
      readonly doubt?: Doubt;
    };

export type JudgedReading = Extract<Judged, { reading: Reading }>;

/** The filter's state for one sensor, as far as it is known. */
export interface SensorState {
  /** The highest `ts`; undefined if no known reading is certain to be the highest. */
  readonly highest: number | undefined;
  /** The last values, or the last of them. */
  readonly values: readonly number[];
  /** Whether `values` are all that the filter stores. */
  readonly isComplete: boolean;
  /** While `highest` is undefined: all readings before the first known one have a `ts` below this. */
  readonly below: number;
}

/** What is known of a sensor whose earlier readings were not read, except that their `ts` is below a limit. */
export function unknownPast(below: number): SensorState {
  return { highest: undefined, values: [], isComplete: false, below };
}

export interface Decision {
  /** Undefined if the known part of the past does not decide it. */
  readonly verdict: Verdict | undefined;
  /** Whether an undecided reading may be late. */
  readonly mayBeLate: boolean;
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
    if (verdict === undefined) throw new Error("the verdict of a reading whose whole past is known is known");
    states.set(reading.sensor, state);
    return { record, verdict, reading, countedAt };
  });
}

export function isReading(judged: Judged): judged is JudgedReading {
  return judged.verdict !== "malformed";
}

/** Decides about one reading. `known` is undefined for a sensor's first reading. */
export function decide(known: SensorState | undefined, reading: Reading, settings: FilterSettings): Decision {
  const { ts } = reading;
  const lateness = settings.latenessSeconds * 1000;
  const state = stateFor(known, ts, settings.stateTtlHours * 3_600_000);
  const { highest, below } = state;
  if (highest === undefined) return decideFirst(state, reading, below - lateness, settings.filterWindow);
  if (ts < highest - lateness) return { verdict: "late", mayBeLate: true, countedAt: highest, state };
  // A job with a longer window may have stored more.
  const values = state.values.slice(-settings.filterWindow);
  const isEnough = state.isComplete || values.length >= settings.filterWindow;
  const isFlagged = values.length >= settings.warmUp && isOutlier(reading.value, values, settings);
  return {
    verdict: isEnough ? (isFlagged ? "outlier" : "clean") : undefined,
    mayBeLate: false,
    countedAt: ts,
    state: append(state, reading, settings.filterWindow),
  };
}

/**
 * A reading while the sensor's highest `ts` is unknown. All earlier ones are below `state.below`, so a reading from there on is not
 * late and is the highest; one that is older by less than the lateness is not late, either.
 */
function decideFirst(state: SensorState, reading: Reading, neverLate: number, window: number): Decision {
  const { ts } = reading;
  const undecided = { verdict: undefined, countedAt: ts };
  if (ts < neverLate) return { ...undecided, mayBeLate: true, state: unknownPast(state.below) };
  const next = append(state, reading, window);
  return { ...undecided, mayBeLate: false, state: { ...next, highest: ts >= state.below ? ts : undefined } };
}

function stateFor(known: SensorState | undefined, ts: number, ttl: number): SensorState {
  const isLeap = known?.highest !== undefined && Math.abs(ts - known.highest) > ttl;
  return known === undefined || isLeap ? { highest: ts, values: [], isComplete: true, below: 0 } : known;
}

function append(
  { highest, values, isComplete, below }: SensorState,
  { ts, value }: Reading,
  window: number,
): SensorState {
  const longer = [...values, value].slice(-window);
  return {
    highest: Math.max(highest ?? ts, ts),
    values: longer,
    isComplete: isComplete || longer.length >= window,
    below,
  };
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

import { decide, type Decision, type Doubt, type JudgedReading, type SensorState } from "../oracle.ts";
import type { CleanRecord } from "../outputs.ts";
import { lineOf } from "../reading.ts";
import type { FilterSettings } from "../settings.ts";
import { filtersOf } from "./filters-of.ts";
import type { RawReading } from "./sensor-readings.ts";

/** One sensor's readings, in the order of their partition, and what is known about the filters that decided them. */
export interface SensorParts {
  readonly readings: readonly RawReading[];
  readonly clean: readonly CleanRecord[];
  /** The state before the first reading; undefined if the sensor has no earlier readings. */
  readonly past: SensorState | undefined;
  /** The hashes of all filters that may have decided a reading. */
  readonly hashes: readonly string[];
  /** The arguments by hash, of the filters whose arguments are known. */
  readonly known: ReadonlyMap<string, FilterSettings>;
  /** Readings before this time only show what the filter remembered: no report counts them. */
  readonly from: number;
}

export interface SensorVerdicts {
  readonly judged: readonly JudgedReading[];
  /** Event times in windows whose counts cannot be recomputed, because a reading may or may not be late. */
  readonly uncertain: readonly number[];
  /** For each unknown filter, the readings that it may have decided. */
  readonly unknown: ReadonlyMap<string, Stretch>;
}

/** A number of readings, and the first and the last of their event times. */
export interface Stretch {
  readonly readings: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Judges the readings of one sensor, each by the filter that decided it. Where that is not possible, the job's verdict is taken: its
 * record must then still exist once, and the counts must still agree.
 */
export function judgeSensor({ readings, clean, past, hashes, known, from }: SensorParts): SensorVerdicts {
  const filters = filtersOf(
    readings.map(({ reading }) => reading),
    clean,
    hashes,
  );
  const passed = lazily(() => new Set(clean.map(lineOf)));
  const uncertain: number[] = [];
  const unknown = new Map<string, Stretch>();
  let state = past;
  const judged = readings.map(({ record, reading }, index): JudgedReading => {
    const candidates = filters(index);
    for (const hash of candidates.filter((one) => reading.ts >= from && !known.has(one))) {
      unknown.set(hash, longer(unknown.get(hash), reading.ts));
    }
    const { doubt, ...decision } = decideByAll(state, reading, candidates, known);
    state = decision.state;
    const { verdict, countedAt, mayBeLate } = decision;
    if (verdict !== undefined) return { record, reading, verdict, countedAt };
    const isClean = passed().has(lineOf(reading));
    if (mayBeLate && !isClean && reading.ts >= from) uncertain.push(reading.ts, state.highest ?? reading.ts);
    return { record, reading, verdict: isClean ? "clean" : "outlier", countedAt: reading.ts, doubt };
  });
  return { judged, uncertain, unknown };
}

type Doubtful = Decision & { readonly doubt: Doubt };

/** The decision on which all filters agree that may have decided. */
function decideByAll(
  state: SensorState | undefined,
  reading: RawReading["reading"],
  hashes: readonly string[],
  known: ReadonlyMap<string, FilterSettings>,
): Doubtful {
  const [first, ...others] = hashes.map((hash) => {
    const settings = known.get(hash);
    return settings && decide(state, reading, settings);
  });
  if (first === undefined) return { ...undecided(state, reading), doubt: "filter" };
  if (others.length === 0) return { ...first, doubt: "past" };
  const all = [first, ...others.flatMap((other) => other ?? [])];
  if (all.length < hashes.length) return { ...undecided(state, reading), doubt: "filter" };
  if (all.some((one) => one.mayBeLate)) return { ...undecided(state, reading), doubt: "change" };
  const verdict = all.every((one) => one.verdict === first.verdict) ? first.verdict : undefined;
  return { ...first, verdict, state: commonState(all), doubt: "change" };
}

/** The state after a reading that is not late: the filters store the same values, but not equally many. */
function commonState(decisions: readonly Decision[]): SensorState {
  const [first, ...others] = decisions.map(({ state }) => state).sort((a, b) => a.values.length - b.values.length);
  if (first === undefined) throw new RangeError("a reading is decided by a filter");
  const isSame = others.every(({ values, isComplete }) => isComplete && values.length === first.values.length);
  return { ...first, isComplete: first.isComplete && isSame };
}

/** A reading that is at least as new as the highest one is not late under any filter. Which values the filter stores is unknown. */
function undecided(state: SensorState | undefined, { ts }: RawReading["reading"]): Decision {
  const { highest = state === undefined ? ts : undefined, below = 0 } = state ?? {};
  const isHighest = highest === undefined ? ts >= below : ts >= highest;
  return {
    verdict: undefined,
    mayBeLate: !isHighest,
    countedAt: ts,
    state: { highest: isHighest ? ts : highest, values: [], isComplete: false, below },
  };
}

function longer(known: Stretch | undefined, ts: number): Stretch {
  const { readings, first, last } = known ?? { readings: 0, first: ts, last: ts };
  return { readings: readings + 1, first: Math.min(first, ts), last: Math.max(last, ts) };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

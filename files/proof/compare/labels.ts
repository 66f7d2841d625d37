import { isReading, type Judged, type JudgedReading } from "../oracle.ts";
import { isEqual, lineOf, type Reading } from "../reading.ts";
import { isSettled, type Scope } from "../scope.ts";

/** How well the job detected the outliers that the producer injected. */
export interface Labels {
  /** All readings except late ones. */
  readonly readings: number;
  readonly injected: number;
  readonly flagged: number;
  /** Readings that are both flagged and injected. */
  readonly found: number;
  /** The share of flagged readings that were injected; 1 if none was flagged. */
  readonly precision: number;
  /** The share of injected outliers that were flagged; 1 if none was injected. */
  readonly recall: number;
  /** The share of unmodified readings that were flagged. */
  readonly falseAlarms: number;
}

type Counts = Pick<Labels, "readings" | "injected" | "flagged" | "found">;

/** Flagged are the readings that the job actually removed, not those that it should have removed. */
export function compareLabels(judged: readonly Judged[], clean: readonly Reading[], scope: Scope): Labels {
  return labelsFrom([countLabels(judged, clean, scope)]);
}

/** The counts of one sensor, or of all. */
export function countLabels(judged: readonly Judged[], clean: readonly Reading[], scope: Scope): Counts {
  const readings = judged.filter(isReading);
  const passed = passedInOrder(readings, clean) ?? passedInAnyOrder(readings, clean);
  const decided = readings.map((one, index) => ({ ...one, flagged: passed[index] !== true }));
  const marks = decided
    .filter((one) => one.verdict !== "late" && isSettled(one, scope))
    .map(({ record, flagged }) => ({ injected: record.headers["injected"] === "outlier", flagged }));
  return {
    readings: marks.length,
    injected: marks.filter((one) => one.injected).length,
    flagged: marks.filter((one) => one.flagged).length,
    found: marks.filter((one) => one.injected && one.flagged).length,
  };
}

/** Which readings are in the clean topic, if both are in the same order. Undefined if not. */
function passedInOrder(readings: readonly JudgedReading[], clean: readonly Reading[]): boolean[] | undefined {
  let next = 0;
  const passed = readings.map(({ reading }) => {
    const record = clean[next];
    const isNext = record?.sensor === reading.sensor && isEqual(record, reading);
    if (isNext) next++;
    return isNext;
  });
  return next === clean.length ? passed : undefined;
}

function passedInAnyOrder(readings: readonly JudgedReading[], clean: readonly Reading[]): boolean[] {
  const lines = new Set(clean.map(lineOf));
  return readings.map(({ reading }) => lines.has(lineOf(reading)));
}

export function labelsFrom(counts: readonly Counts[]): Labels {
  const total = (name: keyof Counts): number => counts.reduce((sum, one) => sum + one[name], 0);
  const [readings, injected, flagged, found] = [total("readings"), total("injected"), total("flagged"), total("found")];
  return {
    readings,
    injected,
    flagged,
    found,
    precision: share(found, flagged, 1),
    recall: share(found, injected, 1),
    falseAlarms: share(flagged - found, readings - injected, 0),
  };
}

function share(part: number, whole: number, ifEmpty: number): number {
  return whole === 0 ? ifEmpty : part / whole;
}

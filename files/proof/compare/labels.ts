import { isReading, type Judged } from "../oracle.ts";
import { lineOf, type Reading } from "../reading.ts";
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

/** Flagged are the readings that the job actually removed, not those that it should have removed. */
export function compareLabels(judged: readonly Judged[], clean: readonly Reading[], scope: Scope): Labels {
  const passed = new Set(clean.map(lineOf));
  const decided = judged.filter(isReading).filter((one) => one.verdict !== "late" && isSettled(one, scope));
  const marks = decided.map(({ record, reading }) => ({
    injected: record.headers["injected"] === "outlier",
    flagged: !passed.has(lineOf(reading)),
  }));
  const injected = marks.filter((one) => one.injected).length;
  const flagged = marks.filter((one) => one.flagged).length;
  const found = marks.filter((one) => one.injected && one.flagged).length;
  return {
    readings: marks.length,
    injected,
    flagged,
    found,
    precision: share(found, flagged, 1),
    recall: share(found, injected, 1),
    falseAlarms: share(flagged - found, marks.length - injected, 0),
  };
}

function share(part: number, whole: number, ifEmpty: number): number {
  return whole === 0 ? ifEmpty : part / whole;
}

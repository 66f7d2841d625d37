import { isReading, type Judged } from "./oracle.ts";
import { lineOf, type Reading } from "./reading.ts";
import { isSettled, type Scope } from "./scope.ts";

/** How well the job found the outliers that the producer had made on purpose. */
export interface Labels {
  /** Readings that were judged: all but the late ones. */
  readonly readings: number;
  readonly injected: number;
  readonly flagged: number;
  /** Flagged, and injected. */
  readonly found: number;
  /** Share of the flagged that were injected; 1 when nothing was flagged. */
  readonly precision: number;
  /** Share of the injected that were flagged; 1 when nothing was injected. */
  readonly recall: number;
  /** Share of the readings nobody had tampered with that were flagged all the same. */
  readonly falseAlarms: number;
}

/** Flagged is, what the job did not let pass: its own deed, not what it should have done. */
export function compareLabels(judged: readonly Judged[], clean: readonly Reading[], scope: Scope): Labels {
  const passed = new Set(clean.map(lineOf));
  const taken = judged.filter(isReading).filter((one) => one.verdict !== "late" && isSettled(one, scope));
  const marks = taken.map(({ record, reading }) => ({
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

function share(part: number, whole: number, ofNothing: number): number {
  return whole === 0 ? ofNothing : part / whole;
}

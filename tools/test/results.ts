import type { Note } from "./notes.ts";
import type { Tally } from "./tally.ts";

/** The results that a tier's child process writes to a file. */
export interface Results {
  readonly passed: number;
  /** Full titles. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** Time of tests and hooks by compiled test file, relative to the checkout. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** A tier's tally, from its results and the notes of its tests. Without results the process died, which is a failure. */
export function tallyOf(tier: string, results: Results | undefined, notes: readonly Note[], ending: string): Tally {
  const standIns = new Set(
    notes.flatMap((note) => ("standIn" in note ? [`stand-in: ${note.standIn} in place of ${note.forWhat}`] : [])),
  );
  if (!results) {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      remarks: [...standIns, `failed: tier ${tier} ${ending} before its end`],
    };
  }
  const skips = results.skipped.map((title) => {
    const reason = reasonFor(title, notes);
    return `skipped: ${title}${reason === undefined ? "" : ` (${reason})`}`;
  });
  return {
    passed: results.passed,
    failed: results.failed.length,
    skipped: results.skipped.length,
    remarks: [...skips, ...standIns, ...results.failed.map((title) => `failed: ${title}`)],
  };
}

/** A tier that could not run: each of its files counts once, as failed if the tier is required, else as skipped. */
export function leftOut(files: readonly string[], reason: string, required: boolean): Tally {
  const word = required ? "failed" : "skipped";
  const remarks = files.map((file) => `${word}: ${file.replace(/\.js$/, ".ts")} (${reason})`);
  const count = files.length;
  return { passed: 0, failed: required ? count : 0, skipped: required ? 0 : count, remarks };
}

/** A note may name the test itself or a suite that contains it. */
function reasonFor(title: string, notes: readonly Note[]): string | undefined {
  const reasons = notes.filter((note) => "skipped" in note);
  const own = reasons.find(({ skipped }) => title === skipped);
  return (own ?? reasons.find(({ skipped }) => skipped === "" || title.startsWith(`${skipped} `)))?.reason;
}

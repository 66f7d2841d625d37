/** How the tests of one tier ended. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Printed before the closing line: skips with their reasons, stand-ins, failures. */
  readonly remarks: readonly string[];
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0, remarks: [] };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      remarks: [...all.remarks, ...one.remarks],
    }),
    NOTHING,
  );
}

/** The closing line, in the form that programs parse. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;
}

/** One difference between the expected and the actual records. */
export interface Difference {
  /** The record, window or sensor that differs. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  readonly hint: string;
}

/** One line of the report. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly differences: readonly Difference[];
  /** Why it proves nothing, or not everything. */
  readonly warning?: string;
}

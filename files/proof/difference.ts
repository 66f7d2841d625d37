/** One thing that is not as it must be. */
export interface Difference {
  /** What it is about: a record, a window, a sensor. */
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
  readonly hint: string;
}

/** One line of the report. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly differences: readonly Difference[];
}

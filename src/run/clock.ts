/** Time, handed in: the run itself reads no clock. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Resolves after so many seconds, or at once when the run is interrupted. */
  sleep(seconds: number): Promise<void>;
}

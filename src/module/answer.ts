/** The target's answer to one script. Both outputs are decoded as UTF-8, with invalid bytes replaced. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** The script's own exit status, 0 to 255. A lost connection never becomes one. */
  readonly exit: number;
  /** Bytes left out of the middle of `stdout`, if it was longer than the engine keeps. */
  readonly omitted?: number;
}

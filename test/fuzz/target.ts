import type { Random } from "./random.ts";

/** Code that must stand any input. */
export interface Target {
  readonly name: string;
  /** Makes an input and passes it on. Rejects if the code throws, or answers what it must not. */
  run(random: Random): Promise<void>;
}

/** Fails unless the condition holds. */
export function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/**
 * The steps that one evaluation may take, with the variables that it reads: they take less than half a second. A step is one element of a loop, one call, or
 * 16 characters of text, so a project has the same faults on every machine.
 */
export const MAX_STEPS = 3_000_000;
/** The characters that one computed text may have. */
export const MAX_TEXT = 16 * 1024 * 1024;
/** Evaluations inside each other, of variables that read variables. */
const MAX_DEPTH = 300;
const TEXT_PER_STEP = 4;

/** Thrown when an evaluation exceeds a limit; the evaluation that catches it adds its position. */
export class LimitExceeded extends Error {
  readonly limit: "steps" | "text" | "time" | "depth";

  constructor(limit: LimitExceeded["limit"]) {
    super(`exceeds the limit of ${limit}`);
    this.limit = limit;
  }
}

// An evaluation never waits, so at most one runs at a time, with those of the variables that it reads inside it.
let running = 0;
let remaining = Infinity;
const stepsExceeded = new LimitExceeded("steps");

/** Takes steps from those that the evaluation still has; throws LimitExceeded if there are too few. */
export function spend(steps: number): void {
  remaining -= steps;
  if (remaining < 0) throw stepsExceeded;
}

/**
 * Takes the steps for a text that was computed: its length, shifted by some bits. Throws LimitExceeded if the text is too long or too few
 * steps remain.
 */
export function spendText(text: string, shift = TEXT_PER_STEP): void {
  if (text.length > MAX_TEXT) throw new LimitExceeded("text");
  spend(text.length >> shift);
}

/**
 * Runs an evaluation within the limits. An evaluation inside another one shares its steps. CEL's `||` goes on after an error, so the
 * steps are looked at again in the end.
 */
export function withinLimits<T>(evaluate: () => T): T {
  if (running >= MAX_DEPTH) throw new LimitExceeded("depth");
  if (running === 0) remaining = MAX_STEPS;
  running += 1;
  try {
    const value = evaluate();
    spend(0);
    return value;
  } finally {
    running -= 1;
    if (running === 0) remaining = Infinity;
  }
}

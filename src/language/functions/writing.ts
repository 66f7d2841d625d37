import { Misuse } from "../helper-arguments.ts";
import { LimitExceeded, MAX_TEXT, spend } from "../limits/budget.ts";

/** Joins texts; throws LimitExceeded before it makes a text that is too long. */
export function joined(texts: readonly string[], separator: string): string {
  const length = texts.reduce((sum, text) => sum + text.length, separator.length * (texts.length - 1));
  if (length > MAX_TEXT) throw new LimitExceeded("text");
  return texts.join(separator);
}

const STEPS_TO_CUT = 4;

/** Splits a text at a separator; takes steps for each part, and for each character that may begin one. */
export function parted(text: string, separator: string | RegExp): string[] {
  spend(text.length >> STEPS_TO_CUT);
  const parts = text.split(separator);
  spend(parts.length);
  return parts;
}

/** A text in the form that a file needs; throws Misuse if the format cannot hold it. */
export function written(text: string, write: (text: string) => string | undefined): string {
  const result = write(text);
  if (result === undefined) throw new Misuse("cannot write a NUL byte", 0);
  return result;
}

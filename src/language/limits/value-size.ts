import { languageFault } from "../../errors/catalogue/language.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import { MAX_TEXT } from "./budget.ts";

/** What a number, a boolean, or the punctuation of an element counts, in characters. */
const PART = 16;

const sizes = new WeakMap<object, number>();

/** About the number of characters that a value has as JSON. A part that occurs several times counts each time, but is measured once. */
export function sizeOf(value: Value): number {
  return measure(value, () => undefined);
}

/** Like `sizeOf`, for a value that may contain stand-ins for other values; `original` returns the value that an object stands for. */
export function measure(value: unknown, original: (object: object) => Value | undefined): number {
  if (typeof value === "string") return value.length + PART;
  if (typeof value !== "object" || value === null || value instanceof Unknown) return PART;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const parts = Object.entries(original(value) ?? value);
  const size = parts.reduce((sum, [name, part]) => sum + name.length + measure(part, original), PART);
  sizes.set(value, size);
  return size;
}

/** The value, or a fault if it is too large to be worked with: variables that contain each other twice double with each step. */
export function limited<T extends Value>(value: T, origin: Origin): Outcome<T> {
  return sizeOf(value) > MAX_TEXT
    ? bad(languageFault("language/too-large", { what: "value", limit: MAX_TEXT }, { origin }))
    : good(value);
}

import { isList, isMap, isNumber, type Value } from "../../model/value.ts";

/** A text that is the same for equal values only, whatever the order of their keys. */
function identity(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(identity).join(",")}]`;
  if (!isMap(value)) return typeof value === "object" ? "null" : String(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${identity(value[key] ?? null)}`).join(",")}}`;
}

/** The values without those that are equal to an earlier one. */
export function distinct(values: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = identity(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Whether a list of values has one that is equal to another value. */
export function membership(values: readonly Value[]): (value: Value) => boolean {
  const keys = new Set(values.map(identity));
  return (value) => keys.has(identity(value));
}

/** Compares numbers with numbers and strings with strings, without case as Jinja does. Undefined if they have no order. */
export function order(a: Value, b: Value): number | undefined {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a === "string" && typeof b === "string") return compareTexts(a.toLowerCase(), b.toLowerCase());
  if (!isList(a) || !isList(b)) return undefined;
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const result = order(a[index] ?? null, b[index] ?? null);
    if (result !== 0) return result;
  }
  return a.length - b.length;
}

/** Compares two texts by their code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { Secret } from "./secret.ts";
import { Unknown } from "./unknown.ts";

/**
 * The value of a variable, an argument or a registered result. An integer beyond ±(2^53 - 1) is a bigint, and no other number is: so equal
 * numbers have the same type. Write values as JSON with `toJson`, because JSON.stringify throws on a bigint.
 */
export type Value = Plain | Unknown | Secret | readonly Value[] | { readonly [name: string]: Value };
/** A known scalar that is not secret. */
export type Plain = null | boolean | number | bigint | string;
/** A map of values by name. */
export type ValueMap = { readonly [name: string]: Value };

/** An integer as a value: a number if a number holds it exactly, else a bigint. */
export function integerOf(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** Whether a value is a number, of any size. */
export function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Whether a value is a map. */
export function isMap(value: Value): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Secret)
  );
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The first unknown in a value, at any depth: whatever depends on the value is unknown too. */
export function findUnknown(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (isList(value)) return firstDefined(value.map(findUnknown));
  if (isMap(value)) return firstDefined(Object.values(value).map(findUnknown));
  return undefined;
}

function firstDefined<T>(items: readonly (T | undefined)[]): T | undefined {
  return items.find((item) => item !== undefined);
}

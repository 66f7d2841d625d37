import { Secret } from "./secret.ts";
import { Unknown } from "./unknown.ts";

/** What a variable, an argument or a registered result can hold. Integers are safe integers; anything else is a double. */
export type Value = Plain | Unknown | Secret | readonly Value[] | { readonly [name: string]: Value };
export type Plain = null | boolean | number | string;
export type ValueMap = { readonly [name: string]: Value };

export function isMap(value: Value): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Secret)
  );
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The first unknown found in a value, however deep: what depends on it is unknown too. */
export function findUnknown(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (isList(value)) return firstDefined(value.map(findUnknown));
  if (isMap(value)) return firstDefined(Object.values(value).map(findUnknown));
  return undefined;
}

function firstDefined<T>(items: readonly (T | undefined)[]): T | undefined {
  return items.find((item) => item !== undefined);
}

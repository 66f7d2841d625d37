import { isList, isMap, isNumber, type Value } from "../model/value.ts";

/** The value at a path of names; undefined if a part of the path is missing or not a map. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let current = value;
  for (const name of path) current = current !== undefined && isMap(current) ? current[name] : undefined;
  return current;
}

/** The string at a path. */
export function stringAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The number at a path, or 0; the nearest double of an integer that is larger than any count. */
export function numberAt(value: Value | undefined, ...path: readonly string[]): number {
  const found = valueAt(value, ...path);
  return isNumber(found) ? Number(found) : 0;
}

/** The list at a path, or an empty one. */
export function listAt(value: Value | undefined, ...path: readonly string[]): readonly Value[] {
  const found = valueAt(value, ...path);
  return found !== undefined && isList(found) ? found : [];
}

import { isList, isMap, type Value } from "../model/value.ts";

/** What stands at a path of names; nothing where the way there is missing or of another shape. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let here = value;
  for (const name of path) here = here !== undefined && isMap(here) ? here[name] : undefined;
  return here;
}

/** The text at a path. */
export function textAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The number at a path, or 0. */
export function numberAt(value: Value | undefined, ...path: readonly string[]): number {
  const found = valueAt(value, ...path);
  return typeof found === "number" ? found : 0;
}

/** The list at a path, or an empty one. */
export function listAt(value: Value | undefined, ...path: readonly string[]): readonly Value[] {
  const found = valueAt(value, ...path);
  return found !== undefined && isList(found) ? found : [];
}

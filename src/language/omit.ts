import { randomUUID } from "node:crypto";
import { isList, isMap, type Value } from "../model/value.ts";

/**
 * The value of the variable `omit`: an argument, entry or item with it is left out. It is a string, so that templates, expressions and
 * functions pass it on, and nobody else can write it.
 */
export const OMIT = `<omit ${randomUUID()}>`;

/** The value without the entries and items that are to be left out, at any depth. */
export function withoutOmitted(value: Value): Value {
  if (isList(value)) return value.filter((item) => item !== OMIT).map(withoutOmitted);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== OMIT);
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutOmitted(item)]));
}

/** The path to a text that has `omit` as a part, which means nothing there; undefined if there is none. */
export function pathToOmit(value: Value, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value === "string") return value.includes(OMIT) ? path : undefined;
  if (!isList(value) && !isMap(value)) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const found = pathToOmit(item, [...path, name]);
    if (found) return found;
  }
  return undefined;
}

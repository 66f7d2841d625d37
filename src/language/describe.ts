import { Secret } from "../model/secret.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, isMap, isNumber, type Value } from "../model/value.ts";

/** A value's type, in words for messages. */
export function describe(value: Value): string {
  if (value === null) return "null";
  if (value instanceof Secret) return "a secret";
  if (value instanceof Unknown) return "not known yet";
  if (isList(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isMap(value)) return Object.keys(value).length === 0 ? "an empty map" : "a map";
  if (typeof value === "boolean") return `the boolean ${value}`;
  return isNumber(value) ? "a number" : "a string";
}

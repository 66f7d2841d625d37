import type { Value } from "../model/value.ts";

/** A value as it stands in a text: null is nothing; undefined for what has no text (lists, maps). */
export function textOf(value: Value): string | undefined {
  if (value === null) return "";
  return typeof value === "object" ? undefined : String(value);
}

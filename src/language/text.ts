import type { Value } from "../model/value.ts";

/** A value as text; null is the empty string. Undefined for lists and maps, which have no text. */
export function textOf(value: Value): string | undefined {
  if (value === null) return "";
  return typeof value === "object" ? undefined : String(value);
}

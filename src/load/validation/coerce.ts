import { isList, isMap, isNumber, type Value, type ValueMap } from "../../model/value.ts";
import type { ArgSchema } from "../../module/schema.ts";

/**
 * Converts a string that spells a value of the expected type, and a number where a string is expected. Needed because values from
 * `-e`, `.env` and command output are strings.
 */
export function coerce(value: Value, expected: ArgSchema): Value {
  if (expected.type === "array") {
    const list = expected.split && typeof value === "string" ? splitAtCommas(value) : value;
    return isList(list) ? list.map((item) => coerce(item, expected.items)) : list;
  }
  if (expected.type === "object") return isMap(value) ? coerceMap(value, schemaOfKey(expected)) : value;
  if (expected.type === "string") return isNumber(value) ? String(value) : value;
  if (typeof value !== "string") return value;
  if (expected.type === "boolean") return value === "true" ? true : value === "false" ? false : value;
  if (expected.type === "integer" || expected.type === "number") return spelledNumber(value) ?? value;
  return value;
}

/** The items of a list that is written as one text. */
export function splitAtCommas(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

type ObjectSchema = Extract<ArgSchema, { readonly type: "object" }>;

function schemaOfKey(object: ObjectSchema): (key: string) => ArgSchema | undefined {
  return (key) => (object.properties ? object.properties[key] : object.additionalProperties);
}

function coerceMap(map: ValueMap, expected: (key: string) => ArgSchema | undefined): ValueMap {
  const entries = Object.entries(map).map(([key, part]) => {
    const inner = expected(key);
    return [key, inner ? coerce(part, inner) : part] as const;
  });
  return Object.fromEntries(entries);
}

/** Accepts only the usual spelling: `08` and `1e3` stay strings. */
function spelledNumber(text: string): number | undefined {
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : undefined;
}

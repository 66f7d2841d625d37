import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { ArgSchema } from "../../module/schema.ts";

/** What `-e`, `.env` and results of commands give is text: a text that spells just what is wanted becomes it, and a number a text. */
export function coerce(value: Value, wanted: ArgSchema): Value {
  if (wanted.type === "array") return isList(value) ? value.map((item) => coerce(item, wanted.items)) : value;
  if (wanted.type === "object") return isMap(value) ? coerceMap(value, partOf(wanted)) : value;
  if (wanted.type === "string") return typeof value === "number" ? String(value) : value;
  if (typeof value !== "string") return value;
  if (wanted.type === "boolean") return value === "true" ? true : value === "false" ? false : value;
  if (wanted.type === "integer" || wanted.type === "number") return spelledNumber(value) ?? value;
  return value;
}

type ObjectSchema = Extract<ArgSchema, { readonly type: "object" }>;

function partOf(wanted: ObjectSchema): (key: string) => ArgSchema | undefined {
  return (key) => (wanted.properties ? wanted.properties[key] : wanted.additionalProperties);
}

function coerceMap(map: ValueMap, wanted: (key: string) => ArgSchema | undefined): ValueMap {
  const entries = Object.entries(map).map(([key, part]) => {
    const inner = wanted(key);
    return [key, inner ? coerce(part, inner) : part] as const;
  });
  return Object.fromEntries(entries);
}

/** Only the usual spelling: `08` and `1e3` stay texts. */
function spelledNumber(text: string): number | undefined {
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : undefined;
}

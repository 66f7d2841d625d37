import { isNumber } from "../../model/value.ts";
import { COMPUTED } from "./data.ts";

const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "empty",
};
const YES = new Set(["yes", "on", "y", "true"]);
const NO = new Set(["no", "off", "n", "false"]);

/** JSON types in words, for messages. */
export function describeTypes(types: readonly string[]): string {
  const words = types.filter((type) => type !== "null" || types.length === 1).map((type) => TYPES[type] ?? type);
  return words.join(" or ");
}

/** The value that was found, in words, for messages. */
export function describeFound(data: unknown, written?: string): string {
  if (data === COMPUTED) return "computed";
  if (data === null || data === undefined) return "empty";
  if (Array.isArray(data)) return data.length === 0 ? "an empty list" : "a list";
  if (typeof data === "object") return "a map";
  if (typeof data === "string")
    return `the string ${JSON.stringify(data.length > 40 ? `${data.slice(0, 40)}…` : data)}`;
  return isNumber(data) ? `the number ${data}` : `the value ${written ?? JSON.stringify(data)}`;
}

/** The JSON type of a value, which is the key in `unsupportedTypes`. */
export function typeName(data: unknown): string {
  if (Array.isArray(data)) return "array";
  return data === null ? "null" : typeof data;
}

/** The value to write instead of one of the wrong type, if that is certain: `true` for "yes", `5` for "5", `"5"` for 5. */
export function literalFor(data: unknown, types: readonly string[], written?: string): string | undefined {
  const word = typeof data === "string" ? data.toLowerCase() : "";
  if (types.includes("boolean") && YES.has(word)) return "true";
  if (types.includes("boolean") && NO.has(word)) return "false";
  const isNumeric = word !== "" && !Number.isNaN(Number(word));
  const isWhole = isNumeric && Number.isInteger(Number(word));
  if ((isNumeric && types.includes("number")) || (isWhole && types.includes("integer"))) return word;
  const isBare = (isNumber(data) && !types.includes("integer")) || typeof data === "boolean";
  return isBare && types.includes("string") ? `"${written ?? String(data)}"` : undefined;
}

/** What to write instead of a value of the wrong type. */
export function hintFor(data: unknown, types: readonly string[], written?: string): string {
  const literal = literalFor(data, types, written);
  if (literal !== undefined && typeof data !== "string") return `Quote it: ${literal}.`;
  if (literal !== undefined) return `Write ${literal}${types.includes("boolean") ? "" : " without quotes"}.`;
  if (typeof data === "number" && types.includes("integer")) return "Write a whole number.";
  if (typeof data === "bigint") return "Write a whole number from -(2^53 - 1) to 2^53 - 1.";
  if (types.includes("array") && typeof data !== "object") return "Write each item on its own line, after a dash.";
  if (types.includes("object")) return "Write each key on its own line, with a colon and its value.";
  return `Write ${describeTypes(types)}.`;
}

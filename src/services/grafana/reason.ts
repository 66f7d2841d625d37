import { parseJson } from "../../model/parse-json.ts";

/** Druid's own message, from the JSON that an error may quote; any other error unchanged. */
export function errorMessageIn(error: string): string {
  const quoted = /"errorMessage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(error)?.[1];
  const parsed = parseJson(quoted ?? "");
  return parsed.ok && typeof parsed.value === "string" ? parsed.value : error;
}

/**
 * Whether a query is wrong in itself and can never succeed. A table that is not found may be created later, and an
 * unreachable service may come back.
 */
export function isWrongQuery(reason: string): boolean {
  return WRONG.some((pattern) => pattern.test(reason));
}

/** Calcite's messages, which Druid passes on. */
const WRONG = [
  /\b(Column|Table) '[^']*' not found/,
  /\bNo match found for function/,
  /\bInvalid number of arguments/,
  /\bCannot apply '/,
  /\bNon-query expression/,
  /\bIncorrect syntax|Encountered "|Received an unexpected token/,
  /\bExpression '[^']*' is not being grouped/,
];

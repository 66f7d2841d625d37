/** Druid's own sentence, out of the JSON that an error may quote; any other error as it stands. */
export function saidBy(error: string): string {
  const quoted = /"errorMessage"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(error)?.[1];
  return quoted === undefined ? error : String(JSON.parse(quoted));
}

/**
 * Whether a query can never work, so that it is wrong in itself: of a table that is not found yet nothing is known, and
 * what cannot be reached may be there later.
 */
export function isWrongQuery(reason: string): boolean {
  return WRONG.some((pattern) => pattern.test(reason));
}

/** Calcite's sentences, which Druid hands on. */
const WRONG = [
  /\b(Column|Table) '[^']*' not found/,
  /\bNo match found for function/,
  /\bInvalid number of arguments/,
  /\bCannot apply '/,
  /\bNon-query expression/,
  /\bIncorrect syntax|Encountered "|Received an unexpected token/,
  /\bExpression '[^']*' is not being grouped/,
];

import type { Placed } from "../readings/record.ts";

/** A line of the journal, with its line feed. */
export function journalLine({ topic, partition, offset, key, value, headers }: Placed): string {
  return `${JSON.stringify({ topic, partition, offset, key, value, headers })}\n`;
}

/** The record in a line; undefined if the line is incomplete, as a killed process may leave the last one. */
export function readJournalLine(text: string): Placed | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isPlaced(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isPlaced(value: unknown): value is Placed {
  if (!isObject(value)) return false;
  const { topic, partition, offset, key, value: content, headers = {} } = value;
  const located = typeof topic === "string" && Number.isSafeInteger(partition) && Number.isSafeInteger(offset);
  return located && isStringOrNull(key) && isStringOrNull(content) && isObject(headers);
}

function isObject(value: unknown): value is Partial<Record<keyof Placed, unknown>> {
  return typeof value === "object" && value !== null;
}

function isStringOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

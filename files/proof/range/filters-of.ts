import type { CleanRecord } from "../outputs.ts";
import { lineOf, type Reading } from "../reading.ts";

interface Mark {
  readonly index: number;
  readonly filter: string;
}

/**
 * For each reading of a sensor, the hashes of the filters that may have decided it. A clean record names its filter. A reading without
 * one was decided by the filter of the clean records around it. If these differ, it is one of both.
 */
export function filtersOf(
  readings: readonly Reading[],
  clean: readonly CleanRecord[],
  all: readonly string[],
): (index: number) => readonly string[] {
  if (all.length === 1) return () => all;
  const marks = marksOf(readings, clean);
  let next = 0;
  let last = -1;
  return (index) => {
    if (index < last) next = 0;
    last = index;
    while ((marks[next]?.index ?? Infinity) < index) next++;
    const [before, after] = [marks[next - 1], marks[next]];
    if (after?.index === index) return [after.filter];
    if (before === undefined || after === undefined) return all;
    return before.filter === after.filter ? [before.filter] : [before.filter, after.filter];
  };
}

/** The first and the last clean record of each stretch with one filter, at their readings. */
function marksOf(readings: readonly Reading[], clean: readonly CleanRecord[]): Mark[] {
  const filters = new Map<string, string>();
  for (const [index, record] of clean.entries()) {
    const isInside = clean[index - 1]?.filter === record.filter && clean[index + 1]?.filter === record.filter;
    if (!isInside) filters.set(lineOf(record), record.filter);
  }
  return readings.flatMap((reading, index) => {
    const filter = filters.get(lineOf(reading));
    return filter === undefined ? [] : [{ index, filter }];
  });
}

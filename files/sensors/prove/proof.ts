import { readJournalLine } from "../journal/journal-line.ts";
import type { Headers, Placed } from "../readings/record.ts";

/**
 * How a journal and a topic differ:
 * - `missing`: acknowledged, but not in the topic;
 * - `extra`: in the topic, but never acknowledged at that offset;
 * - `differing`: the topic has a different record at the acknowledged offset;
 * - `repeated`: the same side lists one offset twice;
 * - `unreadable`: a line of the journal is not a record.
 */
export type Difference = Located | { readonly kind: "unreadable"; readonly line: number; readonly text: string };

type Located =
  | { readonly kind: "missing" | "extra"; readonly key: string | null; readonly record: Placed }
  | { readonly kind: "differing"; readonly key: string | null; readonly record: Placed; readonly found: Placed }
  | { readonly kind: "repeated"; readonly key: string | null; readonly record: Placed; readonly side: Side };

type Side = "journal" | "topic";

/**
 * Compares a producer's journal with the records read back from the topic, in any order. Returns unreadable lines first, then the
 * differences sorted by key, partition and offset; an empty list if there are none.
 */
export function proveJournal(journalLines: Iterable<string>, records: Iterable<Placed>): Difference[] {
  const unreadable: Difference[] = [];
  const journal = index("journal", readLines(journalLines, unreadable));
  const topic = index("topic", records);
  const compared = [...journal.byPlace].flatMap(([place, record]) => compareRecords(record, topic.byPlace.get(place)));
  const extra = [...topic.byPlace]
    .filter(([place]) => !journal.byPlace.has(place))
    .map(([, record]): Located => ({ kind: "extra", key: record.key, record }));
  const located = [...journal.repeated, ...topic.repeated, ...compared, ...extra];
  return [...unreadable, ...located.sort(byKeyThenPlace)];
}

/** The difference as one human-readable line. */
export function describeDifference(difference: Difference): string {
  switch (difference.kind) {
    case "unreadable":
      return `unreadable: line ${difference.line}: ${difference.text}`;
    case "missing":
    case "extra":
      return `${difference.kind}: ${JSON.stringify(difference.record)}`;
    case "repeated":
      return `repeated in the ${difference.side}: ${JSON.stringify(difference.record)}`;
    case "differing":
      return `differing: ${JSON.stringify(difference.record)}, found ${JSON.stringify(difference.found)}`;
  }
}

interface Index {
  readonly byPlace: ReadonlyMap<string, Placed>;
  readonly repeated: readonly Located[];
}

function index(side: Side, records: Iterable<Placed>): Index {
  const byPlace = new Map<string, Placed>();
  const repeated: Located[] = [];
  for (const record of records) {
    const place = placeOf(record);
    if (byPlace.has(place)) repeated.push({ kind: "repeated", key: record.key, record, side });
    else byPlace.set(place, record);
  }
  return { byPlace, repeated };
}

function* readLines(lines: Iterable<string>, unreadable: Difference[]): Generator<Placed> {
  let line = 0;
  for (const text of lines) {
    line++;
    if (text === "") continue;
    const record = readJournalLine(text);
    if (record === undefined) unreadable.push({ kind: "unreadable", line, text });
    else yield record;
  }
}

function compareRecords(record: Placed, found: Placed | undefined): Located[] {
  if (found === undefined) return [{ kind: "missing", key: record.key, record }];
  return sameContent(record, found) ? [] : [{ kind: "differing", key: record.key, record, found }];
}

function sameContent(one: Placed, other: Placed): boolean {
  return one.key === other.key && one.value === other.value && labels(one.headers) === labels(other.headers);
}

function labels(headers: Headers = {}): string {
  return JSON.stringify(Object.entries(headers).sort(([one], [other]) => compare(one, other)));
}

function placeOf({ topic, partition, offset }: Placed): string {
  return `${topic}/${partition}/${offset}`;
}

function byKeyThenPlace({ record: one }: Located, { record: other }: Located): number {
  return (
    compare(one.key ?? "", other.key ?? "") ||
    compare(one.topic, other.topic) ||
    one.partition - other.partition ||
    one.offset - other.offset
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

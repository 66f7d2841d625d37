/** A record as Kafka's console consumer prints it. */
export interface Consumed {
  /** Kafka's timestamp, if it was printed. */
  readonly timestamp?: number;
  readonly partition: number;
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string | null;
  readonly value: string | null;
}

export interface Dump {
  readonly records: readonly Consumed[];
  /** Incomplete records, as at the end of truncated output. */
  readonly incomplete: readonly string[];
}

/** Control characters, because keys and values of malformed records may contain tabs and line breaks. */
export const FIELD = "\u001f";
export const RECORD = "\u001e";
const HEADER = "\u001d";
const NULL = "\u001a";

/** The formatter properties, each as `name=value`, that print a topic in the format that `parseDump` reads. */
export const CONSUMER_PROPERTIES: readonly string[] = [
  ...["timestamp", "partition", "offset", "headers", "key"].map((name) => `print.${name}=true`),
  `key.separator=${FIELD}`,
  `line.separator=${RECORD}`,
  `headers.separator=${HEADER}`,
  `null.literal=${NULL}`,
];

/**
 * Parses the console consumer's output and sorts it by partition and offset. Log lines before, between and after records are
 * ignored: some images print them on standard output.
 */
export function parseDump(text: string): Dump {
  const chunks = text.split(RECORD).filter((chunk) => chunk.includes(FIELD));
  const parsed = chunks.map((chunk) => ({ chunk, record: parseRecord(chunk) }));
  const records = parsed.flatMap(({ record }) => record ?? []).sort(byPlace);
  return { records, incomplete: parsed.flatMap(({ chunk, record }) => (record === undefined ? [chunk] : [])) };
}

export function byPlace(a: Consumed, b: Consumed): number {
  return a.partition - b.partition || a.offset - b.offset;
}

/** The names of Kafka's two kinds of timestamps, and of none. */
const TIMESTAMP = /(?:^|\n)(?:CreateTime|LogAppendTime|NoTimestampType):(-?\d+)$/;

/** Undefined if the text, without its separator, is not a record. */
export function parseRecord(chunk: string): Consumed | undefined {
  const fields = chunk.split(FIELD);
  const timestamp = TIMESTAMP.exec(fields[0] ?? "")?.[1];
  if (timestamp !== undefined) fields.shift();
  const [partition = "", offset = "", headers = "", key, ...rest] = fields;
  const place = [/(?:^|\n)Partition:(\d+)$/.exec(partition)?.[1], /^Offset:(\d+)$/.exec(offset)?.[1]];
  if (place.includes(undefined) || key === undefined || rest.length === 0) return undefined;
  return {
    ...(timestamp !== undefined && { timestamp: Number(timestamp) }),
    partition: Number(place[0]),
    offset: Number(place[1]),
    headers: parseHeaders(headers),
    key: orNull(key),
    value: orNull(rest.join(FIELD)),
  };
}

function parseHeaders(text: string): Record<string, string> {
  if (text === "NO_HEADERS") return {};
  return Object.fromEntries(
    text.split(HEADER).map((header) => {
      const colon = header.indexOf(":");
      return [header.slice(0, colon), header.slice(colon + 1)];
    }),
  );
}

function orNull(text: string): string | null {
  return text === NULL ? null : text;
}

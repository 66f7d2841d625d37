import type { Headers, Placed } from "../readings/record.ts";

/**
 * Parses a line of Kafka's console consumer with print.partition, print.offset, print.headers and print.key (a timestamp in
 * front is allowed): `Partition:0 TAB Offset:5 TAB injected:outlier TAB sensor-0001 TAB {...}`. Undefined for any other line.
 */
export function parseConsumed(topic: string, line: string): Placed | undefined {
  const match = /^(?:\w+:-?\d+\t)??Partition:(\d+)\tOffset:(\d+)\t([^\t]*)\t([^\t]*)\t(.*)$/s.exec(line);
  if (match === null) return undefined;
  const [, partition, offset, labels = "", key = "", value = ""] = match;
  const record = {
    topic,
    partition: Number(partition),
    offset: Number(offset),
    key: orNull(key),
    value: orNull(value),
  };
  const headers = parseHeaders(labels);
  return headers === undefined ? record : { ...record, headers };
}

function orNull(text: string): string | null {
  return text === "null" ? null : text;
}

function parseHeaders(labels: string): Headers | undefined {
  if (labels === "NO_HEADERS") return undefined;
  return Object.fromEntries(labels.split(",").map(splitHeader));
}

function splitHeader(label: string): [string, string] {
  const colon = label.indexOf(":");
  return [label.slice(0, colon), label.slice(colon + 1)];
}

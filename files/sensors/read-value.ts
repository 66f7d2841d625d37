/** Parses an option's value; undefined if the text is invalid. */
export type Read<T> = (text: string) => T | undefined;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms`, `60s`, `40m`, `2h`, `1d`: milliseconds. */
export function duration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ""];
  return unit === undefined ? undefined : Math.round(Number(match?.[1]) * unit);
}

export function integer(low: number, high: number): Read<number> {
  return (text) => (/^\d+$/.test(text) ? within(Number(text), low, high) : undefined);
}

export function decimal(low: number, high: number): Read<number> {
  return (text) => (/^(\d+\.?\d*|\.\d+)$/.test(text) ? within(Number(text), low, high) : undefined);
}

export function nonEmptyText(text: string): string | undefined {
  return text === "" ? undefined : text;
}

export function trueOrFalse(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** A topic name that Kafka allows. */
export function topicName(text: string): string | undefined {
  return /^[A-Za-z0-9._-]{1,249}$/.test(text) && text !== "." && text !== ".." ? text : undefined;
}

/** One or more `host:port`, separated by commas. */
export function addresses(text: string): readonly string[] | undefined {
  const list = text.split(",").map((address) => address.trim());
  return list.every(isAddress) ? list : undefined;
}

function isAddress(text: string): boolean {
  const port = /^[A-Za-z0-9._-]+:(\d{1,5})$/.exec(text)?.[1];
  return port !== undefined && within(Number(port), 1, 65_535) !== undefined;
}

function within(number: number, low: number, high: number): number | undefined {
  return number >= low && number <= high ? number : undefined;
}

import {
  addresses,
  decimal,
  duration,
  integer,
  nonEmptyText,
  topicName,
  trueOrFalse,
  type Read,
} from "./read-value.ts";

/** One row of the table. The flag, its environment variable and its line of help are derived from it. */
export interface Option<T, F extends string | undefined> {
  /** The placeholder of the value in the help. */
  readonly value: string;
  readonly help: string;
  /** Completes the sentence "VALUE is not ...". */
  readonly expected: string;
  readonly read: Read<T>;
  /** The text that is read if neither flag nor variable is given. */
  readonly fallback: F;
}

export const OPTIONS = {
  bootstrap: option({
    value: "HOST:PORT,...",
    help: "brokers to contact first",
    expected: "a comma-separated list of host:port",
    read: addresses,
    fallback: "localhost:9092",
  }),
  topic: option({
    value: "NAME",
    help: "the topic, which must exist",
    expected: "a topic name (letters, digits, dot, dash, underscore)",
    read: topicName,
    fallback: "raw_sensors",
  }),
  sensors: option({
    value: "N",
    help: "number of sensors",
    expected: "a whole number from 1 to 100000",
    read: integer(1, 100_000),
    fallback: "20",
  }),
  rate: option({
    value: "R",
    help: "records per second, of all sensors together",
    expected: "a number from 0.001 to 100000",
    read: decimal(0.001, 100_000),
    fallback: "10",
  }),
  outliers: option({
    value: "SHARE",
    help: "share of injected outliers",
    expected: "a share from 0 to 1",
    read: decimal(0, 1),
    fallback: "0.02",
  }),
  seed: option({
    value: "TEXT",
    help: "the same seed produces the same sensors, noise and outliers",
    expected: "a non-empty string",
    read: nonEmptyText,
    fallback: "1",
  }),
  backfill: option({
    value: "TIME",
    help: "begin with event times this far in the past, as fast as they are acknowledged",
    expected: "a duration such as 90s, 40m or 2h",
    read: duration,
    fallback: "0s",
  }),
  resume: option({
    value: "true|false",
    help: "begin the backfill after the topic's newest record",
    expected: "true or false",
    read: trueOrFalse,
    fallback: "false",
  }),
  for: option({
    value: "TIME",
    help: "stop after this much live time, which begins when the backfill has caught up",
    expected: "a duration such as 90s, 40m or 2h",
    read: duration,
    fallback: undefined,
  }),
  count: option({
    value: "N",
    help: "stop after this many records, including the backfill",
    expected: "a whole number from 1",
    read: integer(1, Number.MAX_SAFE_INTEGER),
    fallback: undefined,
  }),
  journal: option({
    value: "FILE",
    help: "append every acknowledged record to this file, one JSON object per line",
    expected: "a file name",
    read: nonEmptyText,
    fallback: undefined,
  }),
  "max-pending": option({
    value: "N",
    help: "pause while this many records await acknowledgement",
    expected: "a whole number from 1 to 1000000",
    read: integer(1, 1_000_000),
    fallback: "10000",
  }),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** The options with their values; one without a fallback is undefined unless it was given. */
export type Options = { readonly [N in OptionName]: ValueOf<(typeof OPTIONS)[N]> };

type ValueOf<O> = O extends Option<infer T, infer F> ? T | (F extends string ? never : undefined) : never;

export function optionNames(): OptionName[] {
  // Object.keys loses the names' type; the table has no other keys.
  return Object.keys(OPTIONS) as OptionName[];
}

/** `max-pending` is SENSORS_MAX_PENDING in the environment. */
export function variableOf(name: OptionName): string {
  return `SENSORS_${name.replaceAll("-", "_").toUpperCase()}`;
}

function option<T, F extends string | undefined>(row: Option<T, F>): Option<T, F> {
  return row;
}

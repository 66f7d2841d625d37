import { parseArgs } from "node:util";
import type { ProofSettings } from "./prove.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

export const TOPIC_FLAGS = ["raw", "clean", "stats", "malformed"] as const;
export type TopicFlag = (typeof TOPIC_FLAGS)[number];

export interface CommandLine {
  readonly files: Readonly<Record<TopicFlag, string>>;
  readonly druid: string | undefined;
  /** A file with `USER:PASSWORD`, if Druid requires a login. */
  readonly druidLogin: string | undefined;
  /** A folder with the arguments of the filters that the job has had. */
  readonly filters: string | undefined;
  /** Files with the offsets from which the topics were read, and with the first ones that Kafka has: `TOPIC:PARTITION:OFFSET` lines. */
  readonly offsets: { readonly starts: string; readonly earliest: string } | undefined;
  /** Reasons why the proof covers less than was wanted. */
  readonly since: number;
  readonly notes: readonly string[];
  /** How long Druid may take to catch up with the topics. */
  readonly druidWaitSeconds: number;
  readonly settings: ProofSettings;
}

/** These flags have the names and defaults of the job's arguments. */
const NUMBERS = {
  "filter-window": DEFAULT_SETTINGS.filterWindow,
  threshold: DEFAULT_SETTINGS.threshold,
  "warm-up": DEFAULT_SETTINGS.warmUp,
  "mad-floor": DEFAULT_SETTINGS.madFloor,
  "lateness-seconds": DEFAULT_SETTINGS.latenessSeconds,
  "state-ttl-hours": DEFAULT_SETTINGS.stateTtlHours,
  "window-minutes": 10,
  "least-windows": 3,
  "least-outliers": 100,
  "druid-wait-seconds": 0,
  /** Windows that start earlier than this (epoch milliseconds) are not compared. */
  from: 0,
  /** Windows that end later than this count as open. */
  until: Infinity,
  /** The topics were read from the first record whose Kafka timestamp is not below this. */
  since: 0,
} as const;
type NumberFlag = keyof typeof NUMBERS;

export const DEFAULT_PROOF: ProofSettings = settingsFrom((name) => NUMBERS[name]);

export const USAGE =
  "--raw FILE --clean FILE --stats FILE --malformed FILE [--druid URL [--druid-login FILE]] [--filters FOLDER] [--from MS] [--until MS] " +
  "[--since MS --starts FILE --earliest FILE] [--note TEXT]... and, unless they are the defaults: " +
  Object.entries(NUMBERS)
    .filter(([name]) => !["from", "until", "since"].includes(name))
    .map(([name, fallback]) => `--${name} ${fallback}`)
    .join(" ");

/** Returns an error message if the arguments are invalid. */
export function readCommandLine(args: readonly string[]): CommandLine | string {
  const names = [...TOPIC_FLAGS, "druid", "druid-login", "filters", "starts", "earliest", ...Object.keys(NUMBERS)];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, note: { type: "string" as const, multiple: true as const } },
    });
    const { note = [], ...texts } = values;
    return commandLineFrom(new Map(Object.entries(texts)), note);
  } catch (error) {
    return (error as Error).message;
  }
}

function commandLineFrom(
  values: ReadonlyMap<string, string | undefined>,
  notes: readonly string[],
): CommandLine | string {
  const missing = TOPIC_FLAGS.filter((name) => !values.get(name));
  if (missing.length > 0) return `--${missing.join(", --")} is required`;
  const numbers = new Map(
    Object.entries(NUMBERS).map(([name, fallback]) => [name, Number(values.get(name) ?? fallback)]),
  );
  const invalid = [...numbers].filter(([, number]) => !(number >= 0));
  if (invalid.length > 0) return `--${invalid.map(([name]) => name).join(", --")}: not a number`;
  const [starts, earliest] = [values.get("starts"), values.get("earliest")];
  const file = (name: TopicFlag): string => values.get(name) ?? "";
  return {
    files: { raw: file("raw"), clean: file("clean"), stats: file("stats"), malformed: file("malformed") },
    druid: values.get("druid"),
    druidLogin: values.get("druid-login"),
    filters: values.get("filters"),
    offsets: starts === undefined || earliest === undefined ? undefined : { starts, earliest },
    since: numbers.get("since") ?? 0,
    notes,
    druidWaitSeconds: numbers.get("druid-wait-seconds") ?? 0,
    settings: settingsFrom((name) => numbers.get(name) ?? NUMBERS[name]),
  };
}

function settingsFrom(numberOf: (name: NumberFlag) => number): ProofSettings {
  return {
    filter: {
      filterWindow: numberOf("filter-window"),
      threshold: numberOf("threshold"),
      warmUp: numberOf("warm-up"),
      madFloor: numberOf("mad-floor"),
      latenessSeconds: numberOf("lateness-seconds"),
      stateTtlHours: numberOf("state-ttl-hours"),
    },
    windowMinutes: numberOf("window-minutes"),
    leastWindows: numberOf("least-windows"),
    leastOutliers: numberOf("least-outliers"),
    from: numberOf("from"),
    until: numberOf("until"),
  };
}

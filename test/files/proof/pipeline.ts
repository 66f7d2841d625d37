import { readFileSync } from "node:fs";
import { byPlace, type Consumed } from "../../../files/proof/consumed.ts";
import { decide, isReading, type Judged, type SensorState } from "../../../files/proof/oracle.ts";
import type { Topics } from "../../../files/proof/prove.ts";
import { readRaw } from "../../../files/proof/reading.ts";
import { DEFAULT_SETTINGS, filterHash, type FilterSettings } from "../../../files/proof/settings.ts";
import { countWindows } from "../../../files/proof/windows.ts";
import { createFleet } from "../../../files/sensors/readings/fleet.ts";

const START = 1767225600000;
const WINDOW = 600_000;

/** Raw records as the producer generates them by default, at this rate per second and with this share of outliers. */
export function rawRecords(seconds: number, outliers: number, rate = 10): Consumed[] {
  const fleet = createFleet(20, { seed: "1", outliers });
  const offsets = { 0: 0, 1: 0 };
  return Array.from({ length: seconds * rate }, (_, index) => fleet.next(START + (index * 1000) / rate))
    .map(({ key, value, headers = {} }) => {
      const partition = Number(key.at(-1)) % 2 === 0 ? 0 : 1;
      return { partition, offset: offsets[partition]++, headers, key, value };
    })
    .sort(byPlace);
}

/** The topics of a correct job: 35 minutes, three closed windows and an open one. */
export function faultlessTopics(): Topics {
  return jobOutput(withOddOnes(rawRecords(35 * 60, 0.15, 0.5)), 3);
}

export interface JobParts {
  /** The job's filters, the last one whose offset in each partition a record has reached; by default one, the default. */
  readonly filters?: readonly { readonly from: number; readonly settings: FilterSettings }[];
}

/** The topics of a correct job that has closed a number of windows. */
export function jobOutput(raw: readonly Consumed[], windows: number, { filters = ONE_FILTER }: JobParts = {}): Topics {
  const filterOf = ({ offset }: Consumed) =>
    filters.findLast(({ from }) => from <= offset)?.settings ?? DEFAULT_SETTINGS;
  const judged = judgeByEach(raw, filterOf);
  const clean = judged.filter(isReading).filter(({ verdict }) => verdict === "clean");
  const closed = countWindows(judged, WINDOW).slice(0, windows);
  return {
    raw,
    clean: clean.map(({ record, reading }) => ({
      ...record,
      headers: {},
      value: JSON.stringify({ ...reading, filter: filterHash(filterOf(record)) }),
    })),
    stats: closed.map(({ start, end, readings, outliers, late, bySensor }, offset) => {
      const counts = { window_start: start, window_end: end, readings, outliers, late };
      const filter = filterHash(filters.at(-1)?.settings ?? DEFAULT_SETTINGS);
      const value = JSON.stringify({ ...counts, by_sensor: Object.fromEntries(bySensor), filter });
      return { timestamp: start, partition: 0, offset, headers: {}, key: String(start), value };
    }),
    malformed: judged.flatMap((one, offset) => {
      if (one.verdict !== "malformed") return [];
      const { record, reason } = one;
      const place = { partition: String(record.partition), offset: String(record.offset) };
      return [{ ...record, partition: 0, offset, headers: { ...record.headers, reason, ...place } }];
    }),
  };
}

const ONE_FILTER = [{ from: 0, settings: DEFAULT_SETTINGS }];

/** As a job does that is replaced with a savepoint: the stored values remain. */
function judgeByEach(raw: readonly Consumed[], filterOf: (record: Consumed) => FilterSettings): Judged[] {
  const states = new Map<string, SensorState>();
  return raw.map((record) => {
    const reading = readRaw(record.key, record.value);
    if (typeof reading === "string") return { record, verdict: "malformed", reason: reading };
    const { verdict = "clean", countedAt, state } = decide(states.get(reading.sensor), reading, filterOf(record));
    states.set(reading.sensor, state);
    return { record, verdict, reading, countedAt };
  });
}

/** At the start of partition 1: malformed records, and a reading that is a minute late. */
function withOddOnes(raw: readonly Consumed[]): Consumed[] {
  const late = [START + 60_000, START].map((ts, seq) => JSON.stringify({ sensor: "odd", seq, ts, value: 1.5 }));
  const odd = ["{", null, "[1,\t2]\n", ...late].map((value, offset): Consumed => {
    return { partition: 1, offset, headers: {}, key: "odd", value };
  });
  const others = raw.map((record) =>
    record.partition === 1 ? { ...record, offset: record.offset + odd.length } : record,
  );
  return [...others.filter(({ partition }) => partition === 0), ...odd, ...others.filter((one) => one.partition === 1)];
}

/** The lines of a block in docs/records.md. */
export function pageExamples(topic: string): string[] {
  const page = readFileSync("docs/records.md", "utf8");
  const [, block = ""] = new RegExp(`\`\`\`text ${topic}\\n(.*?)\`\`\``, "s").exec(page) ?? [];
  return block.split("\n").filter((line) => line !== "");
}

export const windowEnd = (index: number): number => START + index * WINDOW;

import { readFileSync } from "node:fs";
import { byPlace, type Consumed } from "../../../files/proof/consumed.ts";
import { DEFAULT_PROOF } from "../../../files/proof/command-line.ts";
import { isReading, judge } from "../../../files/proof/oracle.ts";
import type { Topics } from "../../../files/proof/prove.ts";
import { DEFAULT_SETTINGS, filterHash } from "../../../files/proof/settings.ts";
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
  const raw = withOddOnes(rawRecords(35 * 60, 0.15, 0.5));
  const judged = judge(raw, DEFAULT_SETTINGS);
  const filter = filterHash(DEFAULT_SETTINGS);
  const clean = judged.filter(isReading).filter(({ verdict }) => verdict === "clean");
  const closed = countWindows(judged, DEFAULT_PROOF.windowMinutes * 60_000).slice(0, 3);
  return {
    raw,
    clean: clean.map(({ record, reading }) => ({
      ...record,
      headers: {},
      value: JSON.stringify({ ...reading, filter }),
    })),
    stats: closed.map(({ start, end, readings, outliers, late, bySensor }, offset) => {
      const counts = { window_start: start, window_end: end, readings, outliers, late };
      const value = JSON.stringify({ ...counts, by_sensor: Object.fromEntries(bySensor), filter });
      return { partition: 0, offset, headers: {}, key: String(start), value };
    }),
    malformed: judged.flatMap((one, offset) => {
      if (one.verdict !== "malformed") return [];
      const { record, reason } = one;
      const place = { partition: String(record.partition), offset: String(record.offset) };
      return [{ ...record, partition: 0, offset, headers: { ...record.headers, reason, ...place } }];
    }),
  };
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

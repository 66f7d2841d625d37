import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_PROOF } from "../files/proof/command-line.ts";
import { decide, type JudgedReading, type SensorState } from "../files/proof/oracle.ts";
import { readRaw } from "../files/proof/reading.ts";
import { DEFAULT_SETTINGS, filterHash } from "../files/proof/settings.ts";
import { createWindowCounter } from "../files/proof/windows.ts";
import { createFleet } from "../files/sensors/readings/fleet.ts";

const START = 1767225600000;
const PARTITIONS = 4;
const BATCH = 1 << 20;

/** A file that is written in large parts. */
function createSink(file: string) {
  const descriptor = openSync(file, "w");
  let text = "";
  return {
    write(more: string): void {
      text += more;
      if (text.length < BATCH) return;
      writeSync(descriptor, text);
      text = "";
    },
    end(): void {
      writeSync(descriptor, text);
      closeSync(descriptor);
    },
  };
}

const [count = "1000000", folder = "proof-dumps"] = process.argv.slice(2);
const records = Number(count);
// Three hours and ten minutes, of which the last window stays open.
const step = (190 * 60_000) / records;
mkdirSync(folder, { recursive: true });
const [raw, clean, stats, malformed] = ["raw", "clean", "stats", "malformed"].map((name) =>
  createSink(join(folder, name)),
);
const fleet = createFleet(20, { seed: "1", outliers: 0.02 });
const states = new Map<string, SensorState>();
const offsets = Array.from({ length: PARTITIONS }, () => 0);
const windows = createWindowCounter(DEFAULT_PROOF.windowMinutes * 60_000);
const filter = filterHash(DEFAULT_SETTINGS);

/** A record as Kafka's console consumer prints it. */
function printed(place: readonly [number, number, number], headers: string, key: string, value: string): string {
  const [timestamp, partition, offset] = place;
  const fields = [`CreateTime:${timestamp}`, `Partition:${partition}`, `Offset:${offset}`, headers, key, value];
  return `${fields.join("\u001f")}\u001e`;
}

for (let index = 0; index < records; index++) {
  const { key, value, headers } = fleet.next(Math.floor(START + index * step));
  const reading = readRaw(key, value);
  if (typeof reading === "string") throw new Error(`the producer wrote a malformed record: ${reading}`);
  const partition = (index % 20) % PARTITIONS;
  const offset = offsets[partition] ?? 0;
  offsets[partition] = offset + 1;
  const place = [reading.ts, partition, offset] as const;
  raw?.write(printed(place, headers === undefined ? "NO_HEADERS" : "injected:outlier", key, value));
  const { verdict = "clean", countedAt, state } = decide(states.get(key), reading, DEFAULT_SETTINGS);
  states.set(key, state);
  const record = { partition, offset, headers: {}, key, value };
  windows.add([{ record, reading, verdict, countedAt } satisfies JudgedReading]);
  if (verdict === "clean") clean?.write(printed(place, "NO_HEADERS", key, JSON.stringify({ ...reading, filter })));
}
for (const [offset, { start, end, readings, outliers, late, bySensor }] of windows.end().slice(0, -1).entries()) {
  const counts = { window_start: start, window_end: end, readings, outliers, late };
  const value = JSON.stringify({ ...counts, by_sensor: Object.fromEntries(bySensor), filter });
  stats?.write(printed([start, 0, offset], "NO_HEADERS", String(start), value));
}
for (const sink of [raw, clean, stats, malformed]) sink?.end();

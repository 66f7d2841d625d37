import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { queryRows } from "../../files/proof/query-druid.ts";

/** A reading's identity: its sensor and its event time. */
export const readingId = (sensor: unknown, ts: unknown): string => `${String(sensor)} ${String(ts)}`;

export interface WatchOptions {
  readonly druid: string;
  readonly datasource: string;
  readonly sensors: readonly string[];
  /** Event times from here on, in epoch milliseconds. */
  readonly since: number;
  /** Milliseconds between queries, unless an answer takes longer. */
  readonly every: number;
}

/** When readings became visible. */
export interface Watch {
  /** The time of the first answer that contains each reading, by `performance.now()`. */
  readonly seen: ReadonlyMap<string, number>;
  /** Milliseconds between answers: the error of a delay. */
  readonly between: readonly number[];
  readonly ended: Promise<void>;
}

/** Queries Druid repeatedly until `stop` aborts. `ended` rejects if a query fails. */
export function watch(options: WatchOptions, stop: AbortSignal): Watch {
  const seen = new Map<string, number>();
  const between: number[] = [];
  return { seen, between, ended: poll(options, stop, { seen, between }) };
}

async function poll(
  { druid, every, ...what }: WatchOptions,
  stop: AbortSignal,
  { seen, between }: { seen: Map<string, number>; between: number[] },
): Promise<void> {
  const query = readingsQuery(what);
  let before: number | undefined;
  while (!stop.aborted) {
    const asked = performance.now();
    const rows = await queryRows({ url: druid }, query);
    const answered = performance.now();
    if (before !== undefined) between.push(answered - before);
    before = answered;
    for (const id of rows.map(([sensor, ts]) => readingId(sensor, ts))) if (!seen.has(id)) seen.set(id, answered);
    await delay(Math.max(0, asked + every - performance.now()));
  }
}

export function readingsQuery({
  datasource,
  sensors,
  since,
}: Pick<WatchOptions, "datasource" | "sensors" | "since">): string {
  return `SELECT "sensor", TIMESTAMP_TO_MILLIS(__time) FROM "${datasource}"
    WHERE __time >= MILLIS_TO_TIMESTAMP(${since}) AND "sensor" IN (${sensors.map((id) => `'${id}'`).join(", ")})`;
}

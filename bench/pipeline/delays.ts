import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { connectCluster } from "../../files/sensors/kafka/kafka.ts";
import type { Link } from "../../files/sensors/kafka/lane.ts";
import { PROBE_PREFIX, sensorsFor, steadySensor } from "./readings.ts";
import type { Site } from "./site.ts";
import { readingId, watch, type Watch } from "./watch.ts";

export interface DelayOptions {
  readonly probes: number;
  readonly report: (line: string) => void;
}

/** Milliseconds, one per probe. */
export interface Delays {
  /** From sending to the acknowledgement by all replicas in sync. */
  readonly acknowledged: readonly number[];
  /** From the acknowledgement to the first answer that contains the reading. */
  readonly visible: ReadonlyMap<Datasource, Visible>;
}

export interface Visible {
  readonly delays: readonly number[];
  readonly between: readonly number[];
}

export type Datasource = "raw_sensors" | "clean_sensors";

/** Milliseconds between queries. Records of transactions take seconds, so they are queried less often. */
const POLLS = { raw_sensors: 100, clean_sensors: 400 } as const;
/** The mean interval of probes. Their times are random: in step with checkpoints, all would fall into the same phase of one. */
const EVERY_MS = 250;
const LONGEST_MS = 90_000;

/** Sends probes from separate sensors, one for each partition. Rejects if a probe does not become visible. */
export async function measureDelays({ brokers, druid }: Site, { probes, report }: DelayOptions): Promise<Delays> {
  const cluster = connectCluster(brokers, "raw_sensors");
  const partitions = await cluster.countPartitions();
  const partitionOf = cluster.partitioner(partitions);
  const sensors = sensorsFor({ prefix: PROBE_PREFIX, partitions, inEach: 1, partitionOf });
  const stop = new AbortController();
  const since = Date.now();
  const watched = (datasource: Datasource) =>
    watch({ druid, datasource, sensors, since, every: POLLS[datasource] }, stop.signal);
  const watches = new Map([
    ["raw_sensors", watched("raw_sensors")] as const,
    ["clean_sensors", watched("clean_sensors")] as const,
  ]);
  const queries = Promise.all([...watches.values()].map(({ ended }) => ended));
  report(`${probes} probes, about ${Math.round((probes * EVERY_MS) / 1000)} s`);
  const links = sensors.map((sensor) => ({ link: cluster.openLink(partitionOf(sensor)), next: steadySensor(sensor) }));
  try {
    const sent = await Promise.race([sendProbes(links, probes), rejectionOf(queries)]);
    await Promise.race([untilSeen(sent, watches), rejectionOf(queries)]);
    return evaluate(sent, watches);
  } finally {
    stop.abort();
    await queries.catch(() => undefined);
    await Promise.all(links.map(({ link }) => link.close()));
  }
}

/** Never resolves; rejects when `queries` rejects. */
async function rejectionOf(queries: Promise<unknown>): Promise<never> {
  await queries;
  return new Promise<never>(() => undefined);
}

export interface Probe {
  readonly id: string;
  readonly sent: number;
  readonly acknowledged: number;
}

interface Source {
  readonly link: Link;
  readonly next: ReturnType<typeof steadySensor>;
}

async function sendProbes(sources: readonly Source[], count: number): Promise<Probe[]> {
  const probes: Probe[] = [];
  // The first record of a link also opens its connection.
  for (const { link, next } of sources) await link.send([next(Date.now())]);
  const began = performance.now();
  while (probes.length < count) {
    const due = began + (probes.length + Math.random()) * EVERY_MS;
    await delay(Math.max(0, due - performance.now()));
    const source = sources[probes.length % sources.length];
    if (source === undefined) throw new RangeError("the topic has no partition");
    const record = source.next(Date.now());
    const sent = performance.now();
    await source.link.send([record]);
    probes.push({ id: readingId(record.key, record.timestamp), sent, acknowledged: performance.now() });
  }
  return probes;
}

async function untilSeen(probes: readonly Probe[], watches: ReadonlyMap<Datasource, Watch>): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  for (const [datasource, { seen }] of watches) {
    for (;;) {
      const missing = probes.filter(({ id }) => !seen.has(id));
      if (missing.length === 0) break;
      if (performance.now() > deadline) {
        throw new Error(`${missing.length} of ${probes.length} probes are not in ${datasource} after ${LONGEST_MS} ms`);
      }
      await delay(100);
    }
  }
}

/** Every datasource must contain every probe. */
export function evaluate(
  probes: readonly Probe[],
  watches: ReadonlyMap<Datasource, Pick<Watch, "seen" | "between">>,
): Delays {
  const visible = new Map<Datasource, Visible>();
  for (const [datasource, { seen, between }] of watches) {
    const delays = probes.map(({ id, acknowledged }) => (seen.get(id) ?? Number.NaN) - acknowledged);
    visible.set(datasource, { delays, between: [...between] });
  }
  return { acknowledged: probes.map(({ sent, acknowledged }) => acknowledged - sent), visible };
}

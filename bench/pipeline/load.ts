import { setTimeout as delay } from "node:timers/promises";
import { describeFailure } from "../../files/sensors/failure.ts";
import type { Fleet } from "../../files/sensors/readings/fleet.ts";
import { generate } from "../../files/sensors/readings/generate.ts";
import type { LaneParts } from "../../files/sensors/kafka/lane.ts";
import { createPace } from "../../files/sensors/readings/pace.ts";
import { createPublisher, type Publisher } from "../../files/sensors/kafka/publisher.ts";
import { backoff, type Cluster } from "../../files/sensors/run.ts";
import { emptyTally, type Tally } from "../../files/sensors/tally.ts";
import { LOAD_PREFIX, sensorsFor, steadySensor } from "./readings.ts";

/** Producers like the site's: they send one batch at a time to each partition, and repeat it until it is acknowledged. */
export interface Load {
  readonly sensors: readonly string[];
  readonly tally: Tally;
  /** Produces `rate` records per second. Records that are a second late because the queue is full are dropped. */
  readonly run: (rate: number, seconds: number) => Promise<void>;
  /** Resolves when all records are acknowledged; rejects if some are not. */
  readonly close: () => Promise<void>;
}

const SENSORS_IN_EACH = 16;
const MAX_PENDING = 10_000;
const MAX_CLOSE_MS = 60_000;

export async function openLoad(cluster: Cluster): Promise<Load> {
  const partitions = await cluster.countPartitions();
  const partitionOf = cluster.partitioner(partitions);
  const sensors = sensorsFor({ prefix: LOAD_PREFIX, partitions, inEach: SENSORS_IN_EACH, partitionOf });
  const fleet = steadyFleet(sensors);
  const tally = emptyTally();
  const stop = new AbortController();
  const lane = (partition: number) => laneParts(cluster, partition, tally, stop);
  const publisher = createPublisher({ partitionOf, lane, limit: MAX_PENDING, stop: stop.signal });
  return {
    sensors,
    tally,
    run: (rate, seconds) => produceFor({ publisher, fleet, tally, stop: stop.signal, rate, seconds }),
    close: async () => {
      const limit = setTimeout(() => stop.abort(), MAX_CLOSE_MS);
      await publisher.close();
      clearTimeout(limit);
      const left = tally.generated - tally.acknowledged;
      if (left > 0) throw new Error(`${left} records were not acknowledged: ${tally.lastError ?? "no reason known"}`);
    },
  };
}

interface Production {
  readonly publisher: Publisher;
  readonly fleet: Fleet;
  readonly tally: Tally;
  readonly stop: AbortSignal;
  readonly rate: number;
  readonly seconds: number;
}

async function produceFor({ rate, seconds, stop, ...parts }: Production): Promise<void> {
  const pace = createPace({ start: Date.now(), rate });
  await generate({ ...parts, pace, count: Infinity, liveFor: seconds * 1000, clock: Date.now, sleep: pause, stop });
}

async function pause(ms: number): Promise<void> {
  await delay(ms);
}

function steadyFleet(ids: readonly string[]): Fleet {
  const sources = ids.map(steadySensor);
  let turn = 0;
  return {
    ids,
    next: (ts) => {
      const source = sources[turn++ % sources.length];
      if (source === undefined) throw new RangeError("a fleet has at least one sensor");
      return source(ts);
    },
  };
}

/** A permanent failure ends the production. */
function laneParts(cluster: Cluster, partition: number, tally: Tally, stop: AbortController): LaneParts {
  const note = (error: unknown) => void (tally.lastError = describeFailure(error));
  return {
    openLink: () => cluster.openLink(partition),
    keep: (_base, batch) => {
      tally.acknowledged += batch.length;
      return Promise.resolve();
    },
    failed: note,
    broken: (error) => {
      note(error);
      stop.abort();
    },
    pause: (attempt) => pause(backoff(attempt)),
    abandon: stop.signal,
  };
}

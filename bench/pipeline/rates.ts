import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { connectCluster } from "../../files/sensors/kafka/kafka.ts";
import { openGauge, type Gauge } from "./lag.ts";
import { openLoad, type Load } from "./load.ts";
import { busyBetween, processorTimes } from "./processors.ts";
import { LOAD_PREFIX } from "./readings.ts";
import type { Site } from "./site.ts";
import { overloaded, type Sample, type Step } from "./sustained.ts";

export interface RateOptions {
  /** Records per second, in rising order. */
  readonly rates: readonly number[];
  /** How long each is held. */
  readonly seconds: number;
  readonly report: (line: string) => void;
}

const SAMPLE_MS = 1000;
const CATCH_UP_SECONDS = 120;

/** Measures one rate after the other, until one is not sustained. */
export async function measureRates(site: Site, { rates, seconds, report }: RateOptions): Promise<Step[]> {
  const gauge = await openGauge(site);
  const load = await openLoad(connectCluster(site.brokers, "raw_sensors"));
  const steps: Step[] = [];
  try {
    for (const rate of rates) {
      report(`${rate} records/s for ${seconds} s`);
      const step = await hold({ gauge, load }, rate, seconds);
      steps.push(step);
      if (overloaded(step).length > 0) break;
    }
    await load.close();
  } finally {
    await gauge.close();
  }
  return steps;
}

interface Instruments {
  readonly gauge: Gauge;
  readonly load: Load;
}

async function hold({ gauge, load }: Instruments, rate: number, seconds: number): Promise<Step> {
  const since = Date.now();
  const before = load.tally.acknowledged;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const times = processorTimes();
  const over = new AbortController();
  const produced = async () => {
    await load.run(rate, seconds).finally(() => over.abort());
    const took = elapsed();
    const acknowledged = (load.tally.acknowledged - before) / took;
    return { rate, acknowledged, seconds: took, busy: busyBetween(times, processorTimes()) };
  };
  const [step, samples] = await Promise.all([
    produced(),
    sampleUntil(over.signal, () => sample({ gauge, load }, { since, before, elapsed })),
  ]);
  const caughtUp = await catchUp({ gauge, load }, { since, before });
  return { ...step, samples, caughtUp };
}

async function sampleUntil(stop: AbortSignal, take: () => Promise<Sample>): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (!stop.aborted) {
    const next = performance.now() + SAMPLE_MS;
    samples.push(await take());
    await delay(Math.max(0, next - performance.now()));
  }
  return samples;
}

interface Beginning {
  readonly since: number;
  /** The number of records that were acknowledged at that time. */
  readonly before: number;
  readonly elapsed: () => number;
}

/** Reads the ends of the topic first, so that no reader appears to be ahead of them. */
async function sample({ gauge, load }: Instruments, { since, before, elapsed }: Beginning): Promise<Sample> {
  const seconds = elapsed();
  const written = load.tally.acknowledged - before;
  const end = await gauge.end();
  const [committed, rows] = await Promise.all([gauge.committed(), gauge.rows(LOAD_PREFIX, since)]);
  return { seconds, Flink: Math.max(0, end - committed), Druid: Math.max(0, written - rows) };
}

/** Seconds until both readers have caught up; undefined if they take too long. */
async function catchUp({ gauge, load }: Instruments, { since, before }: Omit<Beginning, "elapsed">) {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  while (load.tally.acknowledged < load.tally.generated && elapsed() < CATCH_UP_SECONDS) await delay(20);
  const [end, written] = [await gauge.end(), load.tally.acknowledged - before];
  while (elapsed() < CATCH_UP_SECONDS) {
    const [committed, rows] = await Promise.all([gauge.committed(), gauge.rows(LOAD_PREFIX, since)]);
    if (committed >= end && rows >= written) return elapsed();
    await delay(SAMPLE_MS);
  }
  return undefined;
}

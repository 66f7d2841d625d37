import { describeFailure, isPermanent } from "./failure.ts";
import { createFleet } from "./readings/fleet.ts";
import { generate } from "./readings/generate.ts";
import type { LaneParts } from "./kafka/lane.ts";
import type { Options } from "./options.ts";
import { createPace } from "./readings/pace.ts";
import { createPublisher } from "./kafka/publisher.ts";
import { place, type Outgoing } from "./readings/record.ts";
import { backoff, startRun, type Run, type RunParts } from "./run.ts";
import { countError, inFlight, progressLine } from "./tally.ts";

const PROGRESS_MS = 10_000;

/** Runs until a limit is reached or `stop` is aborted. Returns the exit status: 0 if every record was acknowledged. */
export async function produce(options: Options, parts: RunParts): Promise<number> {
  const run = startRun(parts);
  const progress = reporter(run);
  const timer = setInterval(progress, PROGRESS_MS);
  await Promise.race([work(options, run), aborted(run.abandon)]);
  await run.journal.close().catch(run.broken);
  clearInterval(timer);
  progress();
  return conclude(run);
}

async function work(options: Options, run: Run): Promise<void> {
  const found = await awaitTopic(options, run);
  if (found === undefined) return;
  const { partitions, start } = found;
  const { topic, seed, outliers, rate } = options;
  run.warn(`${options.sensors} sensors, ${rate} records/s to ${topic} (${partitions} partitions), seed ${seed}`);
  const publisher = createPublisher({
    partitionOf: run.cluster.partitioner(partitions),
    lane: (partition) => laneParts(run, topic, partition),
    limit: options["max-pending"],
    stop: run.stop.signal,
  });
  await generate({
    ...run,
    stop: run.stop.signal,
    publisher,
    fleet: createFleet(options.sensors, { seed, outliers }),
    pace: createPace({ start, rate }),
    count: options.count ?? Infinity,
    liveFor: options.for ?? Infinity,
  });
  await publisher.close();
}

interface FoundTopic {
  readonly partitions: number;
  /** The first event time. */
  readonly start: number;
}

/** Kafka may start later than the producer, and the topic may be created even later. */
async function awaitTopic(options: Options, run: Run): Promise<FoundTopic | undefined> {
  const { cluster, tally, warn, sleep, stop } = run;
  for (let attempt = 2; !stop.signal.aborted; attempt++) {
    try {
      return { partitions: await cluster.countPartitions(), start: await beginning(options, run) };
    } catch (error) {
      if (isPermanent(error)) run.broken(error);
      countError(tally, error);
      if (attempt === 2) warn(`waiting for Kafka and its topic ${options.topic}: ${describeFailure(error)}`);
    }
    await sleep(backoff(attempt), stop.signal);
  }
  return undefined;
}

/** Without `resume`, a restarted producer repeats times that its sensors have already reported, which makes readings late. */
async function beginning({ backfill, resume }: Options, { cluster, clock }: Run): Promise<number> {
  const now = clock();
  const start = now - backfill;
  return resume && backfill > 0 ? ((await cluster.newest(start, now)) ?? start) : start;
}

function laneParts(run: Run, topic: string, partition: number): LaneParts {
  const { cluster, journal, tally, warn, sleep, abandon, broken } = run;
  let failing = false;
  return {
    openLink: () => cluster.openLink(partition),
    keep: async (base, batch) => {
      if (failing) warn(`partition ${partition}: recovered`);
      failing = false;
      await journal.append(place(topic, partition, base, batch));
      tally.acknowledged += batch.length;
      tally.outliers += batch.filter(isInjected).length;
    },
    failed: (error) => {
      countError(tally, error);
      if (!failing) warn(`partition ${partition}: ${describeFailure(error)}; retrying`);
      failing = true;
    },
    broken,
    pause: (attempt) => sleep(backoff(attempt), abandon),
    abandon,
  };
}

function isInjected({ headers }: Outgoing): boolean {
  return headers !== undefined;
}

function reporter({ clock, tally, print }: Run): () => void {
  let since = clock();
  let before = 0;
  return () => {
    const now = clock();
    const seconds = Math.max(now - since, 1) / 1000;
    print(progressLine(now, tally, (tally.acknowledged - before) / seconds));
    since = now;
    before = tally.acknowledged;
  };
}

function conclude({ tally, fault, warn }: Run): number {
  const error = fault();
  const left = inFlight(tally);
  if (error !== undefined) warn(`stopped: ${describeFailure(error)}`);
  if (left > 0) warn(`${left} records are not acknowledged; Kafka may or may not have them`);
  return error === undefined && left === 0 ? 0 : 1;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

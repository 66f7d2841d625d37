import { describeFailure, isFinal } from "./failure.ts";
import { createFleet } from "./fleet.ts";
import { generate } from "./generate.ts";
import type { LaneParts } from "./lane.ts";
import type { Options } from "./options.ts";
import { createPace } from "./pace.ts";
import { createPublisher } from "./publisher.ts";
import { place, type Outgoing } from "./record.ts";
import { backoff, beginRun, type Run, type Surroundings } from "./run.ts";
import { countError, inFlight, progressLine } from "./tally.ts";

const PROGRESS_MS = 10_000;

/** Runs until a limit is reached or it is told to stop. Gives the exit status: 0 when every record was acknowledged. */
export async function produce(options: Options, surroundings: Surroundings): Promise<number> {
  const run = beginRun(surroundings);
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
  run.complain(`${options.sensors} sensors, ${rate} records/s to ${topic} (${partitions} partitions), seed ${seed}`);
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

/** Kafka may be started later than the producer, and the topic made later still. */
async function awaitTopic(options: Options, run: Run): Promise<FoundTopic | undefined> {
  const { cluster, tally, complain, sleep, stop } = run;
  for (let attempt = 2; !stop.signal.aborted; attempt++) {
    try {
      return { partitions: await cluster.countPartitions(), start: await beginning(options, run) };
    } catch (error) {
      if (isFinal(error)) run.broken(error);
      countError(tally, error);
      if (attempt === 2) complain(`waiting for Kafka and its topic ${options.topic}: ${describeFailure(error)}`);
    }
    await sleep(backoff(attempt), stop.signal);
  }
  return undefined;
}

/** A producer that is started again would make readings of times that its sensors have told of already: late ones. */
async function beginning({ backfill, resume }: Options, { cluster, clock }: Run): Promise<number> {
  const now = clock();
  const start = now - backfill;
  return resume && backfill > 0 ? ((await cluster.newest(start, now)) ?? start) : start;
}

function laneParts(run: Run, topic: string, partition: number): LaneParts {
  const { cluster, journal, tally, complain, sleep, abandon, broken } = run;
  let failing = false;
  return {
    openLink: () => cluster.openLink(partition),
    keep: async (base, batch) => {
      if (failing) complain(`partition ${partition}: acknowledged again`);
      failing = false;
      await journal.append(place(topic, partition, base, batch));
      tally.acknowledged += batch.length;
      tally.outliers += batch.filter(isInjected).length;
    },
    failed: (error) => {
      countError(tally, error);
      if (!failing) complain(`partition ${partition}: ${describeFailure(error)}; trying again`);
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

function conclude({ tally, fault, complain }: Run): number {
  const error = fault();
  const left = inFlight(tally);
  if (error !== undefined) complain(`stopped: ${describeFailure(error)}`);
  if (left > 0) complain(`${left} records are not recorded as acknowledged; Kafka may have them or not`);
  return error === undefined && left === 0 ? 0 : 1;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

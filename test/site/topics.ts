import { setTimeout } from "node:timers/promises";
import kafkajs from "kafkajs";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { CONSUMER_PROPERTIES, parseDump, type Consumed } from "../../files/proof/consumed.ts";
import { readStats, type StatsRecord } from "../../files/proof/outputs.ts";
import type { Topics } from "../../files/proof/prove.ts";
import type { Lab } from "../../lab/api.ts";
import { bootstrap, inside } from "./harness.ts";

/** Time limit, in milliseconds, for three windows of ten minutes to close on a new site. */
export const WINDOWS_CLOSE = 45 * 60_000;

/** The output of Kafka's own consumer, by topic. */
export type Dumps = Readonly<Record<keyof Topics, string>>;

/** The topics of one job, and the consumer group to which it commits its progress. */
export type Names = Readonly<Record<keyof Topics | "group", string>>;

export const SITE_TOPICS: Names = {
  raw: "raw_sensors",
  clean: "clean_sensors",
  stats: "outlier_stats",
  malformed: "malformed_sensors",
  group: "runtime-processing",
};

export const urlOf = (lab: Lab, port: number): string => `http://${lab.hosts[0]?.address ?? ""}:${port}`;
export const druidOf = (lab: Lab): string => urlOf(lab, 8808);
export const flinkOf = (lab: Lab): string => urlOf(lab, 8081);

/** Polls until the condition holds. It has no time limit: the test's own timeout ends it. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setTimeout(500);
}

export async function withAdmin<T>(lab: Lab, ask: (admin: kafkajs.Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: bootstrap(lab), logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** The end offset of each partition, by partition number. */
export async function endsOf(lab: Lab, topic: string): Promise<Map<number, number>> {
  const offsets = await withAdmin(lab, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** The offsets that the job's newest checkpoint covers, by partition. The job commits them when the checkpoint is complete. */
export async function checkpointed(lab: Lab, { group, raw }: Names = SITE_TOPICS): Promise<Map<number, number>> {
  const request = { groupId: group, topics: [raw] };
  const [topic] = await withAdmin(lab, (admin) => admin.fetchOffsets(request));
  return new Map((topic?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
}

/**
 * Reads with Kafka's own consumer, because kafkajs also returns records of aborted transactions. Each consumer has a
 * container of its own: several in parallel would need more memory than the broker's container has.
 */
function consume(lab: Lab, topic: string, options: string): Promise<string> {
  const properties = CONSUMER_PROPERTIES.map((property) => `--formatter-property '${property}'`).join(" ");
  return inside(
    lab,
    "server1",
    `docker run --rm --network host --memory 512m -e KAFKA_HEAP_OPTS=-Xmx128m -e JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 \
      --entrypoint /opt/kafka/bin/kafka-console-consumer.sh $(docker inspect -f '{{.Config.Image}}' sensor-pipeline-kafka-1) \
      --bootstrap-server ${bootstrap(lab)[0] ?? ""} --topic ${topic} ${properties} \
      --command-property isolation.level=read_committed ${options}`,
  );
}

/**
 * The committed records of a topic that the job writes. The topic grows at every checkpoint, ten seconds apart, and the
 * consumer ends in the pause between two checkpoints.
 */
export const consumeCommitted = (lab: Lab, topic: string) => consume(lab, topic, "--from-beginning --timeout-ms 7000");

/** Every partition of the raw topic up to its current end. The producer uses no transactions, so each offset is a record. */
export async function consumeRaw(lab: Lab, topic: string): Promise<string> {
  const filled = [...(await endsOf(lab, topic))].filter(([, end]) => end > 0);
  const dumps = filled.map(([partition, end]) =>
    consume(lab, topic, `--partition ${partition} --offset earliest --max-messages ${end} --timeout-ms 60000`),
  );
  return (await Promise.all(dumps)).join("");
}

/** Waits for a checkpoint of all records now in the raw topic; returns the end offsets that it covers, by partition. */
export async function untilCheckpointed(lab: Lab, names: Names): Promise<Map<number, number>> {
  const ends = await endsOf(lab, names.raw);
  await until(async () => {
    const covered = await checkpointed(lab, names);
    return [...ends].every(([partition, end]) => (covered.get(partition) ?? 0) >= end);
  });
  return ends;
}

type IsEnough = (windows: readonly StatsRecord[]) => boolean;

/** Reads the windows again each time the topic grows, until there are enough. */
async function consumeStats(lab: Lab, topic: string, isEnough: IsEnough): Promise<string> {
  const sizeOf = async () => [...(await endsOf(lab, topic)).values()].reduce((sum, end) => sum + end, 0);
  for (;;) {
    const size = await sizeOf();
    const dump = await consumeCommitted(lab, topic);
    if (isEnough(recordsIn(dump).flatMap((record) => readStats(record) ?? []))) return dump;
    await until(async () => (await sizeOf()) > size);
  }
}

/**
 * Reads the windows first: all records before the end of the last window must have been written. Then waits for a checkpoint
 * that begins after that, so that all sinks have committed. Reads the raw records last, so that they include the source of
 * every record in the other topics.
 */
export async function readTopics(
  lab: Lab,
  isEnough: IsEnough = ({ length }) => length >= DEFAULT_PROOF.leastWindows,
  names = SITE_TOPICS,
): Promise<Dumps> {
  const stats = await consumeStats(lab, names.stats, isEnough);
  await untilCheckpointed(lab, names);
  const [clean, malformed] = await Promise.all([
    consumeCommitted(lab, names.clean),
    consumeCommitted(lab, names.malformed),
  ]);
  return { stats, clean, malformed, raw: await consumeRaw(lab, names.raw) };
}

export function parseTopics({ raw, clean, stats, malformed }: Dumps): Topics {
  return { raw: recordsIn(raw), clean: recordsIn(clean), stats: recordsIn(stats), malformed: recordsIn(malformed) };
}

export function recordsIn(dump: string): readonly Consumed[] {
  const { records, incomplete } = parseDump(dump);
  if (incomplete.length > 0)
    throw new Error(`the consumer printed lines that are not records: ${JSON.stringify(incomplete.slice(0, 3))}`);
  return records;
}

import { setTimeout } from "node:timers/promises";
import kafkajs from "kafkajs";
import { CONSUMER_PROPERTIES, parseDump, type Consumed } from "../../files/proof/consumed.ts";
import type { Topics } from "../../files/proof/prove.ts";
import type { Lab } from "../../lab/api.ts";
import { bootstrap, inside } from "./harness.ts";

/** Three windows of ten minutes have to close first, where the site is new. */
export const WINDOWS_CLOSE = 45 * 60_000;

/** What the brokers' own consumer printed, by topic. */
export type Dumps = Readonly<Record<keyof Topics, string>>;

export const urlOf = (lab: Lab, port: number): string => `http://${lab.hosts[0]?.address ?? ""}:${port}`;
export const druidOf = (lab: Lab): string => urlOf(lab, 8808);
export const flinkOf = (lab: Lab): string => urlOf(lab, 8081);

/** Asks again until it is so; the caller's time limit ends it otherwise. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(1000);
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

/** Where each partition ends, by its number. */
export async function endsOf(lab: Lab, topic: string): Promise<Map<number, number>> {
  const offsets = await withAdmin(lab, (admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** How far the job's checkpoints have come: it commits what a checkpoint covers when that is complete. */
export async function checkpointed(lab: Lab): Promise<Map<number, number>> {
  const request = { groupId: "runtime-processing", topics: ["raw_sensors"] };
  const [topic] = await withAdmin(lab, (admin) => admin.fetchOffsets(request));
  return new Map((topic?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
}

/** By the broker's own consumer: kafkajs shows records of transactions that were aborted. */
function consume(lab: Lab, topic: string, options: string): Promise<string> {
  const properties = CONSUMER_PROPERTIES.map((property) => `--formatter-property '${property}'`).join(" ");
  return inside(
    lab,
    "server1",
    `docker exec -e KAFKA_HEAP_OPTS=-Xmx128m sensor-pipeline-kafka-1 /opt/kafka/bin/kafka-console-consumer.sh \
      --bootstrap-server ${bootstrap(lab)[0] ?? ""} --topic ${topic} ${properties} \
      --command-property isolation.level=read_committed ${options}`,
  );
}

/**
 * A topic that the job writes, as far as it is committed. It grows at every checkpoint, ten seconds apart, and the
 * consumer ends in the pause between two.
 */
export const consumeCommitted = (lab: Lab, topic: string) => consume(lab, topic, "--from-beginning --timeout-ms 7000");

/** Every partition of raw_sensors up to where it ends now: no transaction writes to it, so each offset is a record. */
async function consumeRaw(lab: Lab): Promise<string> {
  const dumps: string[] = [];
  for (const [partition, end] of await endsOf(lab, "raw_sensors")) {
    const limits = `--partition ${partition} --offset earliest --max-messages ${end} --timeout-ms 60000`;
    if (end > 0) dumps.push(await consume(lab, "raw_sensors", limits));
  }
  return dumps.join("");
}

/** Reads outlier_stats again each time it has grown, until there are so many windows. */
async function consumeStats(lab: Lab, windows: number): Promise<string> {
  const sizeOf = async () => [...(await endsOf(lab, "outlier_stats")).values()].reduce((sum, end) => sum + end, 0);
  for (;;) {
    const size = await sizeOf();
    const dump = await consumeCommitted(lab, "outlier_stats");
    if (parseDump(dump).records.length >= windows) return dump;
    await until(async () => (await sizeOf()) > size);
  }
}

/**
 * The windows first: what has to have come out is what lies in front of the last one's end. Then a checkpoint that
 * begins after that, so that all sinks have committed. The raw records last: they explain whatever the others hold.
 */
export async function readTopics(lab: Lab, windows: number): Promise<Dumps> {
  const stats = await consumeStats(lab, windows);
  const ends = await endsOf(lab, "raw_sensors");
  await until(async () => {
    const covered = await checkpointed(lab);
    return [...ends].every(([partition, end]) => (covered.get(partition) ?? 0) >= end);
  });
  const clean = await consumeCommitted(lab, "clean_sensors");
  const malformed = await consumeCommitted(lab, "malformed_sensors");
  return { stats, clean, malformed, raw: await consumeRaw(lab) };
}

export function parseTopics({ raw, clean, stats, malformed }: Dumps): Topics {
  const records = (dump: string): readonly Consumed[] => parseDump(dump).records;
  return { raw: records(raw), clean: records(clean), stats: records(stats), malformed: records(malformed) };
}

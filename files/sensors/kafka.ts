import { type Admin, Kafka, logLevel, Partitioners, type Producer } from "kafkajs";
import { FinalError } from "./failure.ts";
import type { Link } from "./lane.ts";
import type { Outgoing } from "./record.ts";
import { findNewest } from "./newest.ts";
import type { Cluster } from "./run.ts";
import { openSocket, SILENCE_MS } from "./socket.ts";

/** How long a broker may wait for its replicas before it answers that it timed out. */
const REPLICATION_MS = 10_000;
/** Later than the socket gives up, whose failures make kafkajs ask other brokers; its own time-outs do not. */
const REQUEST_MS = SILENCE_MS + 5_000;
const CONNECT_MS = 5_000;
/** Far beyond all of kafkajs's own limits together: whatever waits so long would wait for ever. */
const ATTEMPT_MS = 600_000;

export function connectCluster(brokers: readonly string[], topic: string): Cluster {
  const client = createClient(brokers);
  return {
    countPartitions: () => countPartitions(client, topic),
    newest: (from, to) => newest(client, topic, from, to),
    partitioner: (partitions) => createPartitioner(topic, partitions),
    openLink: (partition) => createLink(client, topic, partition),
  };
}

/** Says nothing of its own: failures reach the lanes, which report them. */
function createClient(brokers: readonly string[]): Kafka {
  return new Kafka({
    clientId: "sensors",
    brokers: [...brokers],
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: { retries: 2, initialRetryTime: 200, maxRetryTime: 1_000 },
    socketFactory: openSocket,
    logLevel: logLevel.NOTHING,
    logCreator: () => () => undefined,
  });
}

function countPartitions(client: Kafka, topic: string): Promise<number> {
  return withAdmin(client, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const count = topics[0]?.partitions.length ?? 0;
    if (count === 0) throw new Error(`the topic ${topic} has no partitions yet`);
    return count;
  });
}

/** Kafka tells by time only where the first record after it lies: a place before the end means that there is one. */
function newest(client: Kafka, topic: string, from: number, to: number): Promise<number | undefined> {
  return withAdmin(client, async (admin) => {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
    return findNewest(from, to, async (time) => {
      const places = await admin.fetchTopicOffsetsByTimestamp(topic, time);
      return places.some(({ partition, offset }) => Number(offset) < Number(ends.get(partition) ?? 0));
    });
  });
}

async function withAdmin<T>(client: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin();
  try {
    await admin.connect();
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** The partition of a key, as every Java producer chooses it. */
export function createPartitioner(topic: string, partitions: number): (key: string) => number {
  const choose = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return (key) => choose({ topic, partitionMetadata, message: { key, value: "" } });
}

/**
 * A kafkajs producer for one partition alone. When one part of a send over several partitions fails and a leader moves
 * before the retry, kafkajs may leave that part out and still resolve, or write the other part again under new sequence
 * numbers. With one partition a send that failed is wholly undone, and repeating it uses the same numbers.
 */
function createLink(client: Kafka, topic: string, partition: number): Link {
  const producer = client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  let connected = false;
  const attempt = async (batch: readonly Outgoing[]): Promise<number> => {
    if (!connected) await producer.connect();
    connected = true;
    const messages = batch.map((record) => toMessage(record, partition));
    const answers = await producer.send({ topic, acks: -1, timeout: REPLICATION_MS, messages });
    const base = answers.find((answer) => answer.partition === partition)?.baseOffset;
    // kafkajs sends nothing when its metadata does not list the partition.
    if (base === undefined) throw new Error(`nobody is known to lead partition ${partition}`);
    return Number(base);
  };
  const drop = async (): Promise<void> => {
    connected = false;
    await disconnect(producer);
  };
  return { send: (batch) => limited(attempt(batch)), reset: drop, close: drop };
}

function toMessage({ key, value, timestamp, headers }: Outgoing, partition: number) {
  const message = { key, value, timestamp: String(timestamp), partition };
  return headers === undefined ? message : { ...message, headers: { ...headers } };
}

/** A connection that cannot be ended in good order is of no further use either way. */
async function disconnect(producer: Producer): Promise<void> {
  await producer.disconnect().catch(() => undefined);
}

async function limited<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FinalError("the Kafka client came to no end")), ATTEMPT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

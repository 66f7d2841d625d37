import { type Admin, Kafka, logLevel, Partitioners, type Producer } from "kafkajs";
import { PermanentError } from "../failure.ts";
import type { Link } from "./lane.ts";
import type { Outgoing } from "../readings/record.ts";
import { findNewest } from "./newest.ts";
import type { Cluster } from "../run.ts";
import { openSocket, SILENCE_MS } from "./socket.ts";

/** How long a broker waits for its replicas before it returns a timeout. */
const REPLICATION_MS = 10_000;
/** Longer than the socket's timeout: after a socket failure kafkajs tries other brokers, after a timeout of its own it does not. */
const REQUEST_MS = SILENCE_MS + 5_000;
const CONNECT_MS = 5_000;
/** Far longer than all of kafkajs's own limits together: an attempt that takes this long would never end. */
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

/** Logs nothing: failures reach the lanes, which report them. */
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
    if (count === 0) throw new Error(`topic ${topic} has no partitions yet`);
    return count;
  });
}

/** Kafka returns the offset of the first record after a time. An offset before the end means that such a record exists. */
function newest(client: Kafka, topic: string, from: number, to: number): Promise<number | undefined> {
  return withAdmin(client, async (admin) => {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
    return findNewest(from, to, async (time) => {
      const found = await admin.fetchTopicOffsetsByTimestamp(topic, time);
      return found.some(({ partition, offset }) => Number(offset) < Number(ends.get(partition) ?? 0));
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

/** Chooses a key's partition as Kafka's Java producer does. */
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
 * A kafkajs producer for one partition only. If a send to several partitions fails for one of them and a leader moves before
 * the retry, kafkajs may omit that part and still resolve, or write the other part again with new sequence numbers. With one
 * partition, a failed send rolls back its numbers, and a retry uses them again.
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
    // kafkajs sends nothing if its metadata does not list the partition.
    if (base === undefined) throw new Error(`partition ${partition} has no known leader`);
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

/** A connection that cannot be closed cleanly is of no further use either. */
async function disconnect(producer: Producer): Promise<void> {
  await producer.disconnect().catch(() => undefined);
}

async function limited<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PermanentError("the Kafka client did not answer")), ATTEMPT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

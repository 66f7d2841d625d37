import { type Admin, Kafka, logLevel, Partitioners } from "kafkajs";
import { recordOf, type Sample } from "./sample.ts";
import type { Settings } from "./settings.ts";

/** A connection to Kafka. */
export interface Connection {
  readonly admin: Admin;
  /** Sends samples. It rejects if Kafka does not accept them, as before the topic exists. */
  publish(samples: readonly Sample[], ts: number): Promise<void>;
  close(): Promise<void>;
}

export async function connectKafka({ bootstrap, topic, host }: Settings): Promise<Connection> {
  const client = new Kafka({
    clientId: "health",
    brokers: [...bootstrap],
    connectionTimeout: 3_000,
    requestTimeout: 8_000,
    retry: { retries: 1, initialRetryTime: 200 },
    logLevel: logLevel.NOTHING,
    logCreator: () => () => undefined,
  });
  const admin = client.admin();
  const producer = client.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const close = async () => {
    await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
  };
  try {
    await Promise.all([admin.connect(), producer.connect()]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    admin,
    close,
    publish: async (samples, ts) => {
      const messages = samples.map((one) => ({ key: host, value: recordOf(one, host, ts), timestamp: `${ts}` }));
      await producer.send({ topic, acks: -1, messages });
    },
  };
}

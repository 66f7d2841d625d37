import kafkajs from "kafkajs";
import { queryRows } from "../../files/proof/query-druid.ts";
import type { Site } from "./site.ts";

const TOPIC = "raw_sensors";
const GROUP = "runtime-processing";

/** Measures the progress of Kafka and its readers. */
export interface Gauge {
  /** All records in the topic: the sum of the partitions' end offsets. */
  readonly end: () => Promise<number>;
  /** The offsets of the job's last complete checkpoint, likewise. */
  readonly committed: () => Promise<number>;
  /** The number of rows in Druid of these sensors, from an event time on. */
  readonly rows: (sensors: string, since: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

export async function openGauge({ brokers, druid }: Site): Promise<Gauge> {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  return {
    end: async () => (await admin.fetchTopicOffsets(TOPIC)).reduce((sum, { high }) => sum + Number(high), 0),
    committed: async () => {
      const [topic] = await admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] });
      return (topic?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(Number(offset), 0), 0);
    },
    rows: async (sensors, since) => Number((await queryRows({ url: druid }, countQuery(sensors, since)))[0]?.[0]),
    close: () => admin.disconnect(),
  };
}

/** `sensors`: the prefix of their ids. */
function countQuery(sensors: string, since: number): string {
  return `SELECT COUNT(*) FROM "${TOPIC}" WHERE __time >= MILLIS_TO_TIMESTAMP(${since}) AND "sensor" LIKE '${sensors}%'`;
}

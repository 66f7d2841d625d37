import type { Admin } from "kafkajs";
import { sample, type Sample, type Source } from "../sample.ts";

/** The part of kafkajs's admin client that this source uses. */
export type KafkaAdmin = Pick<
  Admin,
  "describeCluster" | "fetchOffsets" | "fetchTopicMetadata" | "fetchTopicOffsets" | "listGroups"
>;

/** Brokers, partitions without all their replicas, and each consumer group's lag. */
export function kafkaSource(admin: KafkaAdmin): Source {
  return async () => {
    const [{ brokers }, { topics }, { groups }] = await Promise.all([
      admin.describeCluster(),
      admin.fetchTopicMetadata(),
      admin.listGroups(),
    ]);
    const behind = topics.flatMap(({ partitions }) =>
      partitions.filter(({ isr, replicas }) => isr.length < replicas.length),
    );
    const lags = await Promise.all(groups.map(({ groupId }) => lagOf(admin, groupId)));
    return [
      ...sample("kafka_brokers", brokers.length),
      ...sample("kafka_under_replicated", behind.length),
      ...lags.flat(),
    ];
  };
}

/** The records between a group's committed offsets and the end, by topic. An offset of -1 means that nothing is committed. */
async function lagOf(admin: KafkaAdmin, groupId: string): Promise<readonly Sample[]> {
  const committed = await admin.fetchOffsets({ groupId });
  const samples = committed.map(async ({ topic, partitions }) => {
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
    );
    const lags = partitions.map(({ partition, offset }) =>
      Number(offset) < 0 ? 0 : Math.max(0, (ends.get(partition) ?? 0) - Number(offset)),
    );
    return sample("kafka_lag", sum(lags), `${groupId}: ${topic}`);
  });
  return (await Promise.all(samples)).flat();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

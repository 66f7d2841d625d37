import type { ValueMap } from "../../model/value.ts";
import { showAddress } from "../../services/kafka/address.ts";
import type { Topic } from "../../services/kafka/model.ts";
import { replications } from "../../services/kafka/responses.ts";
import type { DescribedTopic, ObservedCluster } from "./probe.ts";

export function resultOf({ brokers, topics }: ObservedCluster): ValueMap {
  return {
    brokers: brokers.map(({ id }) => id),
    broker_addresses: Object.fromEntries(brokers.map((broker) => [String(broker.id), showAddress(broker)])),
    lagging: laggingBrokers(topics.map(({ topic }) => topic)),
    topics: Object.fromEntries(topics.map((described) => [described.topic.name, topicResult(described)])),
  };
}

/** The ids of the brokers that have an out-of-sync replica, ascending. Without a leader a replica cannot catch up, so it does not count. */
function laggingBrokers(topics: readonly Topic[]): number[] {
  const partitions = topics.flatMap((topic) => topic.partitions).filter(({ leader }) => leader !== undefined);
  const lagging = partitions.flatMap(({ replicas, isr }) => replicas.filter((id) => !isr.includes(id)));
  return [...new Set(lagging)].sort((a, b) => a - b);
}

function topicResult({ topic: { partitions }, offsets }: DescribedTopic): ValueMap {
  const ids = (chosen: typeof partitions) => chosen.map(({ id }) => id);
  const byPartition = (which: "earliest" | "latest") =>
    offsets ? Object.fromEntries(offsets.map((one) => [String(one.partition), one[which]])) : null;
  return {
    partitions: partitions.length,
    replication: Math.min(...replications(partitions)),
    under_replicated: ids(partitions.filter(({ replicas, isr }) => isr.length < replicas.length)),
    leaderless: ids(partitions.filter(({ leader }) => leader === undefined)),
    earliest: byPartition("earliest"),
    latest: byPartition("latest"),
    offsets_total: offsets ? offsets.reduce((sum, { latest }) => sum + latest, 0) : null,
  };
}

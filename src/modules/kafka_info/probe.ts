import { type Outcome, collect, good } from "../../errors/fault.ts";
import type { Broker, KafkaReader, PartitionOffsets, SilentBroker, Topic } from "../../services/kafka/model.ts";
import type { KafkaInfoArgs } from "./args.ts";

export interface DescribedTopic {
  readonly topic: Topic;
  /** Undefined unless the leader of every partition answers. */
  readonly offsets: readonly PartitionOffsets[] | undefined;
}

export interface ObservedCluster {
  readonly brokers: readonly Broker[];
  readonly silent: readonly SilentBroker[];
  readonly topics: readonly DescribedTopic[];
}

/** The observed cluster, or why it could not be read: a value, because with `wait` the cluster may still come up. */
export type ClusterState = Outcome<ObservedCluster>;

export async function observe(args: KafkaInfoArgs, reader: KafkaReader): Promise<ClusterState> {
  const cluster = await reader.cluster();
  if (!cluster.ok) return cluster;
  const { brokers } = cluster.value;
  const silent = args.probe_brokers ? await reader.silent(brokers) : [];
  const topics = await reader.topics(args.topics);
  if (!topics.ok) return topics;
  const chosen = topics.value.filter(({ internal }) => args.topics !== undefined || args.internal || !internal);
  const described = collect(await Promise.all(chosen.map((topic) => describe(topic, args, silent, reader))));
  if (!described.ok) return described;
  return good({ brokers, silent, topics: described.value });
}

/** Only the leaders know the offsets, so they are read only if all leaders answer. */
async function describe(
  topic: Topic,
  { offsets: readOffsets }: KafkaInfoArgs,
  silent: readonly SilentBroker[],
  reader: KafkaReader,
): Promise<Outcome<DescribedTopic>> {
  const silentIds = silent.map(({ broker }) => broker.id);
  const answering = topic.partitions.every(({ leader }) => leader !== undefined && !silentIds.includes(leader));
  if (!readOffsets || !answering) return good({ topic, offsets: undefined });
  const offsets = await reader.offsets(topic.name);
  return offsets.ok ? good({ topic, offsets: offsets.value }) : offsets;
}

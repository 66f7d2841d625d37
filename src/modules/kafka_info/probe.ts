import { type Outcome, collect, good } from "../../errors/fault.ts";
import type { Broker, KafkaReader, PartitionOffsets, SilentBroker, Topic } from "../../services/kafka/model.ts";
import type { KafkaInfoArgs } from "./args.ts";

export interface DescribedTopic {
  readonly topic: Topic;
  /** Nothing where a partition has no leader that answers. */
  readonly offsets: readonly PartitionOffsets[] | undefined;
}

export interface ObservedCluster {
  readonly brokers: readonly Broker[];
  readonly silent: readonly SilentBroker[];
  readonly topics: readonly DescribedTopic[];
}

/** What was seen, or why nothing could be: kept as a value, because with `wait` it may still come. */
export type ClusterState = Outcome<ObservedCluster>;

export async function observe(args: KafkaInfoArgs, reader: KafkaReader): Promise<ClusterState> {
  const cluster = await reader.cluster();
  if (!cluster.ok) return cluster;
  const { brokers } = cluster.value;
  const silent = args.probe_brokers ? await reader.silent(brokers) : [];
  const topics = await reader.topics(args.topics);
  if (!topics.ok) return topics;
  const wanted = topics.value.filter(({ internal }) => args.topics !== undefined || args.internal || !internal);
  const described = collect(await Promise.all(wanted.map((topic) => describe(topic, args, silent, reader))));
  if (!described.ok) return described;
  return good({ brokers, silent, topics: described.value });
}

/** Offsets are asked of the leaders, so only where all of them answer. */
async function describe(
  topic: Topic,
  { offsets: wanted }: KafkaInfoArgs,
  silent: readonly SilentBroker[],
  reader: KafkaReader,
): Promise<Outcome<DescribedTopic>> {
  const quiet = silent.map(({ broker }) => broker.id);
  const answering = topic.partitions.every(({ leader }) => leader !== undefined && !quiet.includes(leader));
  if (!wanted || !answering) return good({ topic, offsets: undefined });
  const offsets = await reader.offsets(topic.name);
  return offsets.ok ? good({ topic, offsets: offsets.value }) : offsets;
}

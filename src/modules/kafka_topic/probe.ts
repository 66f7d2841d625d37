import { type Outcome, good } from "../../errors/fault.ts";
import type { Config, KafkaReader, Topic } from "../../services/kafka/model.ts";
import type { TopicArgs } from "./args.ts";

export interface TopicState {
  /** Undefined if it does not exist. */
  readonly topic: Topic | undefined;
  /** All effective settings; empty if the topic does not exist. */
  readonly configs: readonly Config[];
  readonly brokers: readonly number[];
  /** Whether the brokers disagree about the topic: one lists it, another one does not know it. */
  readonly disagreed?: boolean;
}

export async function probeTopic({ name }: TopicArgs, reader: KafkaReader): Promise<Outcome<TopicState>> {
  const topics = await reader.topics([name]);
  if (!topics.ok) return topics;
  const [topic] = topics.value;
  const cluster = await reader.cluster();
  if (!cluster.ok) return cluster;
  const brokers = cluster.value.brokers.map(({ id }) => id);
  if (!topic) return good({ topic, configs: [], brokers });
  const configs = await reader.configs(name);
  if (!configs.ok) return configs;
  return good(
    configs.value ? { topic, configs: configs.value, brokers } : { topic, configs: [], brokers, disagreed: true },
  );
}

import { serviceModule } from "../../module/contract.ts";
import { kafkaService } from "../../services/kafka/kafka.ts";
import type { KafkaReader, KafkaTarget, KafkaWriter } from "../../services/kafka/model.ts";
import { applyTopic } from "./apply.ts";
import { KAFKA_TOPIC_ARGS } from "./args.ts";
import { decideTopic } from "./decide.ts";
import { type TopicState, probeTopic } from "./probe.ts";
import { checkTopic } from "./settle.ts";

export const kafka_topic = serviceModule<typeof KAFKA_TOPIC_ARGS, TopicState, KafkaTarget, KafkaReader, KafkaWriter>({
  name: "kafka_topic",
  summary: "Creates, changes or deletes a Kafka topic, and waits until all its partitions are in sync.",
  notes: [
    "Settings are compared as strings with the effective value, whatever its source: a value that equals the default is no change.",
    "Partitions are never removed, and replicas are never moved: such a request fails and explains what to do.",
  ],
  args: KAFKA_TOPIC_ARGS,
  returns: {
    name: "The topic's name.",
    state: "present or absent.",
    partitions: "The number of partitions.",
    replication: "The number of replicas of each partition.",
    configs: "The topic's own settings.",
  },
  examples: [
    {
      title: "Create a topic that stays writable if one of two brokers fails",
      args: {
        bootstrap: ["127.0.0.1:9092"],
        name: "raw_sensors",
        partitions: 4,
        replication: 2,
        configs: { "min.insync.replicas": 1, "retention.ms": 604800000 },
      },
    },
    { title: "Delete a topic", args: { bootstrap: ["127.0.0.1:9092"], name: "scratch", state: "absent" } },
  ],
  service: kafkaService,
  target: ({ bootstrap }) => ({ bootstrap }),
  probe: probeTopic,
  decide: decideTopic,
  apply: applyTopic,
  settle: { check: checkTopic, every: 1, timeout: ({ timeout }) => timeout },
});

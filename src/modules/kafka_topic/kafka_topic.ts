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
    "Settings are compared as text with the value in force, wherever that comes from: a value that is the default anyway is no change.",
    "Partitions are never taken away, and replicas are never moved: such a request fails and says what to do.",
  ],
  args: KAFKA_TOPIC_ARGS,
  returns: {
    name: "The topic's name.",
    state: "present or absent.",
    partitions: "How many partitions it has.",
    replication: "How many replicas each partition has.",
    configs: "The topic's own settings.",
  },
  examples: [
    {
      title: "A topic that stays writable when one broker of two is lost",
      args: {
        bootstrap: ["127.0.0.1:9092"],
        name: "raw_sensors",
        partitions: 4,
        replication: 2,
        configs: { "min.insync.replicas": 1, "retention.ms": 604800000 },
      },
    },
    { title: "No such topic", args: { bootstrap: ["127.0.0.1:9092"], name: "scratch", state: "absent" } },
  ],
  service: kafkaService,
  target: ({ bootstrap }) => ({ bootstrap }),
  probe: probeTopic,
  decide: decideTopic,
  apply: applyTopic,
  settle: { look: checkTopic, every: 1, timeout: ({ timeout }) => timeout },
});

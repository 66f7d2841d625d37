import { good } from "../../errors/fault.ts";
import { serviceModule } from "../../module/contract.ts";
import { kafkaService } from "../../services/kafka/kafka.ts";
import type { KafkaReader, KafkaTarget, KafkaWriter } from "../../services/kafka/model.ts";
import { KAFKA_INFO_ARGS } from "./args.ts";
import { decideCluster, checkCluster } from "./decide.ts";
import { type ClusterState, observe } from "./probe.ts";

export const kafka_info = serviceModule<typeof KAFKA_INFO_ARGS, ClusterState, KafkaTarget, KafkaReader, KafkaWriter>({
  name: "kafka_info",
  summary:
    "Reads which brokers and topics a Kafka cluster has, and checks that the brokers are those wanted and answer.",
  notes: [
    "It changes nothing. Every broker is asked itself, because the list still names a broker that is paused or cut off.",
    "`offsets_total` counts offsets, not records: transactions take some for their markers.",
  ],
  args: KAFKA_INFO_ARGS,
  returns: {
    brokers: "The brokers' ids, ascending.",
    broker_addresses: "The address that each broker advertises, by id.",
    lagging:
      "Ids of the brokers that are out of sync in some partition that they are to keep and that has a leader, of the topics described.",
    topics:
      "By name: partitions, replication, under_replicated (ids of the partitions with replicas out of sync), leaderless (ids), earliest and latest (offset by partition) and offsets_total (the sum of latest); the offsets are null where a leader does not answer, or none were asked for.",
  },
  examples: [
    {
      title: "Both brokers are there and answer, at most a minute after their start",
      args: { bootstrap: ["127.0.0.1:9092"], brokers: [1, 2], wait: 60 },
    },
    { title: "How far a topic has come", args: { bootstrap: ["127.0.0.1:9092"], topics: ["raw_sensors"] } },
  ],
  service: kafkaService,
  target: ({ bootstrap }) => ({ bootstrap }),
  probe: async (args, reader) => good(await observe(args, reader)),
  decide: decideCluster,
  apply: () => Promise.resolve(good({})),
  settle: { look: checkCluster, every: 1, timeout: ({ wait }) => wait },
});

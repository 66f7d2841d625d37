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
    "Reads the brokers and topics of a Kafka cluster, and checks that it has the expected brokers and that they answer.",
  notes: [
    "It changes nothing. It contacts every broker, because the cluster's list still names a broker that is paused or unreachable.",
    "`offsets_total` counts offsets, not records: transactions use some offsets for their markers.",
  ],
  args: KAFKA_INFO_ARGS,
  returns: {
    brokers: "The brokers' ids, ascending.",
    broker_addresses: "The address that each broker advertises, by id.",
    lagging:
      "The ids of the brokers that are out of sync in a partition of the described topics, counting only partitions with a leader.",
    topics:
      "By name: partitions, replication, under_replicated (ids of the partitions with replicas out of sync), leaderless (ids), earliest and latest (offset by partition) and offsets_total (the sum of latest); the offsets are null if a leader does not answer, or with `offsets: false`.",
  },
  examples: [
    {
      title: "Wait up to a minute until both brokers answer",
      args: { bootstrap: ["127.0.0.1:9092"], brokers: [1, 2], wait: 60 },
    },
    { title: "Read a topic's offsets", args: { bootstrap: ["127.0.0.1:9092"], topics: ["raw_sensors"] } },
  ],
  service: kafkaService,
  target: ({ bootstrap }) => ({ bootstrap }),
  probe: async (args, reader) => good(await observe(args, reader)),
  decide: decideCluster,
  apply: () => Promise.resolve(good({})),
  settle: { check: checkCluster, every: 1, timeout: ({ wait }) => wait },
});

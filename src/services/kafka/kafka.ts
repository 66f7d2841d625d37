import kafkajs, { type Admin } from "kafkajs";
import { kafkaFault } from "../../errors/catalogue/services/kafka.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Service } from "../../module/contract.ts";
import { openAdmin } from "./admin.ts";
import { type Bootstrap, findSilent, nameLeaderless, openBootstrap } from "./bootstrap.ts";
import { isUnknownTopic } from "./failure.ts";
import { fullConfigs, parseConfigs } from "./configs.ts";
import type { Config, KafkaReader, KafkaTarget, KafkaWriter, NewTopic, PartitionOffsets, Topic } from "./model.ts";

type Use = <T>(what: string, request: (admin: Admin) => Promise<T>) => Promise<Outcome<T>>;

/** Kafka through the connection to a host, which dials all broker addresses, the advertised ones included. */
export const kafkaService: Service<KafkaTarget, KafkaReader, KafkaWriter> = {
  name: "kafka",
  peer: ({ bootstrap }) => ({ name: "Kafka", address: bootstrap.join(", ") }),
  open: (dial, { bootstrap }) => {
    const brokers = openBootstrap(dial, bootstrap);
    const admin = openAdmin(dial, brokers.seed);
    const use: Use = async (what, request) => {
      const used = await admin.use(what, request);
      return used.ok ? used : bad(await nameLeaderless(brokers, used.faults[0]));
    };
    return {
      reader: {
        cluster: () => brokers.metadata([]),
        topics: (names) => readTopics(brokers, names),
        configs: (topic) => readConfigs(use, topic),
        offsets: (topic) => readOffsets(use, topic),
        silent: (listed) => findSilent(dial, listed),
      },
      writer: writer(use),
      close: () => admin.close(),
    };
  },
};

/** Why a broker does not describe a topic, by Kafka's error code. Its answer has no other reason. */
const METADATA_ERRORS: Readonly<Record<number, string>> = {
  5: "it has no leader (LEADER_NOT_AVAILABLE)",
  17: "the name is not a topic's (INVALID_TOPIC_EXCEPTION)",
  29: "the broker does not allow it (TOPIC_AUTHORIZATION_FAILED)",
};

async function readTopics(
  brokers: Bootstrap,
  names: readonly string[] | undefined,
): Promise<Outcome<readonly Topic[]>> {
  const metadata = await brokers.metadata(names ?? "all");
  if (!metadata.ok) return metadata;
  const [refused] = metadata.value.refused;
  if (!refused) return good(metadata.value.topics);
  const reason = METADATA_ERRORS[refused.code] ?? `error ${refused.code}`;
  return bad(kafkaFault("services/kafka-refused", { what: `describe topic ${refused.name}`, reason }));
}

async function readConfigs(use: Use, topic: string): Promise<Outcome<readonly Config[] | undefined>> {
  const query = { includeSynonyms: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }] };
  return use(`read the settings of topic ${topic}`, async (admin) => {
    try {
      return parseConfigs(await admin.describeConfigs(query));
    } catch (error) {
      if (isUnknownTopic(error)) return undefined;
      throw error;
    }
  });
}

async function readOffsets(use: Use, topic: string): Promise<Outcome<readonly PartitionOffsets[]>> {
  const offsets = await use(`read the offsets of topic ${topic}`, (admin) => admin.fetchTopicOffsets(topic));
  if (!offsets.ok) return offsets;
  const parsed = offsets.value.map(({ partition, low, high }) => ({
    partition,
    earliest: Number(low),
    latest: Number(high),
  }));
  return good(parsed.sort((a, b) => a.partition - b.partition));
}

function writer(use: Use): KafkaWriter {
  return {
    createTopic: (topic) => createTopic(use, topic),
    addPartitions: (topic, count) =>
      use(`add partitions to topic ${topic}`, async (admin) => {
        await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      }),
    alterConfigs: async (topic, configs, reset = []) => {
      const current = await readConfigs(use, topic);
      if (!current.ok) return current;
      if (!current.value) return bad(kafkaFault("services/kafka-topic-missing", { topics: [topic] }));
      const resource = {
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic,
        configEntries: fullConfigs(current.value, configs, reset),
      };
      return use(`set ${[...Object.keys(configs), ...reset].join(", ")} of topic ${topic}`, async (admin) => {
        await admin.alterConfigs({ validateOnly: false, resources: [resource] });
      });
    },
    deleteTopic: (topic) => use(`delete topic ${topic}`, (admin) => admin.deleteTopics({ topics: [topic] })),
  };
}

async function createTopic(
  use: Use,
  { name, partitions, replication, assignments, configs }: NewTopic,
): Promise<Outcome<void>> {
  const what = `create topic ${name}`;
  const topic = {
    topic: name,
    ...(assignments
      ? { replicaAssignment: assignments.map((replicas, partition) => ({ partition, replicas: [...replicas] })) }
      : { numPartitions: partitions ?? -1, replicationFactor: replication ?? -1 }),
    configEntries: Object.entries(configs).map(([setting, value]) => ({ name: setting, value })),
  };
  const created = await use(what, (admin) => admin.createTopics({ topics: [topic], waitForLeaders: false }));
  if (!created.ok) return created;
  if (created.value) return good(undefined);
  return bad(
    kafkaFault("services/kafka-refused", { what, reason: "it already exists: somebody else has just created it" }),
  );
}

import kafkajs from "kafkajs";
import { brokersOf, consumerOf, topicOf } from "./model.mjs";

const { Kafka, ConfigResourceTypes, logLevel } = kafkajs;

/** Connects to the cluster for each page, so nothing is cached. */
export async function withCluster(brokers, ask) {
  const kafka = new Kafka({ clientId: "Kafdrop", brokers, logLevel: logLevel.NOTHING, retry: { retries: 2 } });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await ask(readerOf(admin));
  } finally {
    await admin.disconnect();
  }
}

const readerOf = (admin) => ({
  brokers: async () => brokersOf(await admin.describeCluster()),
  topics: () => topicsOf(admin),
  consumers: (topics) => consumersOf(admin, topics),
});

async function topicsOf(admin) {
  const { topics } = await admin.fetchTopicMetadata();
  const configs = await configsOf(admin, topics);
  const found = [];
  // One after the other: for several topics at once, the client finds no offsets of a topic that is new to it.
  for (const topic of topics) {
    // A partition without a leader has no readable offsets, but the page still shows the topic.
    const offsets = await admin.fetchTopicOffsets(topic.name).catch(() => []);
    found.push(topicOf(topic, offsets, configs.get(topic.name) ?? {}));
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function configsOf(admin, topics) {
  if (topics.length === 0) return new Map();
  const resources = topics.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  const chosen = (entries) =>
    entries.filter(({ isDefault }) => !isDefault).map((entry) => [entry.configName, entry.configValue]);
  return new Map(
    described.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(chosen(configEntries)),
    ]),
  );
}

async function consumersOf(admin, topics) {
  const { groups } = await admin.listGroups();
  const consumers = groups.map(async ({ groupId }) =>
    consumerOf(groupId, await admin.fetchOffsets({ groupId }), topics),
  );
  return (await Promise.all(consumers)).filter((consumer) => consumer.topics.length > 0);
}

import { onServer, type Kind } from "../drift.ts";
import { MAIN } from "./targets.ts";

const BIN =
  "docker exec -e KAFKA_HEAP_OPTS=-Xmx128m -e KAFKA_LOG4J_OPTS= -e KAFKA_OPTS=-XX:TieredStopAtLevel=1 sensor-pipeline-kafka-1 /opt/kafka/bin";
/** The listener has this server's own address. */
const BROKER = `$(sed -n 's|^advertised.listeners=PLAINTEXT://||p' /opt/sensor-pipeline/kafka/server.properties | cut -d, -f1)`;

const topics = (options: string) => `${BIN}/kafka-topics.sh --bootstrap-server "${BROKER}" ${options}`;
const configs = (topic: string, options: string) =>
  `${BIN}/kafka-configs.sh --bootstrap-server "${BROKER}" --alter --entity-type topics --entity-name ${topic} ${options}`;
const look = (topic: string) =>
  `${topics(`--describe --topic ${topic}`)} 2>&1 | grep -oE 'PartitionCount: [0-9]+|ReplicationFactor: [0-9]+|[a-z.]+\\.(ms|bytes|replicas)=[0-9]+' | sort; true`;

/** Records in it are few, and no other part of the site keeps them. */
const SPARE = "malformed_sensors";
const NAMES = ["raw_sensors", "clean_sensors", "outlier_stats", SPARE, "pipeline_health"] as const;
const SETTINGS = [
  "--add-config retention.ms=86400000",
  "--add-config max.message.bytes=500000",
  "--add-config min.insync.replicas=2",
  "--delete-config retention.ms",
] as const;

const ofTopic = (topic: string, what: string, apply: string) => ({
  ...{ host: MAIN, part: `topic ${topic}`, what, apply, look: look(topic) },
});

export const TOPIC_KINDS: readonly Kind[] = [
  {
    name: "topic-deleted",
    apart: true,
    draw: () => onServer(ofTopic(SPARE, `${SPARE} deleted`, topics(`--delete --topic ${SPARE}`))),
  },
  {
    name: "topic-setting",
    draw(random) {
      const [topic, setting] = [random.pick(NAMES), random.pick(SETTINGS)];
      return onServer(ofTopic(topic, `${topic}: ${setting}`, configs(topic, setting)));
    },
  },
  {
    name: "topic-partitions-raised",
    apart: true,
    draw: () =>
      onServer({
        ...ofTopic(SPARE, `${SPARE} has a partition more`, topics(`--alter --topic ${SPARE} --partitions 5`)),
        undo: topics(`--delete --topic ${SPARE}`),
      }),
  },
];

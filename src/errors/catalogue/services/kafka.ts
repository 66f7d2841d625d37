import { type Catalogue, entry, faultsOf } from "../../define.ts";

const list = (items: readonly (string | number)[]) => items.join(", ");

/** What can go wrong with a Kafka cluster. */
export const kafkaErrors = {
  "services/kafka-unreachable": entry<{ brokers: readonly string[] }>(
    ({ brokers }) => `No Kafka broker answers at ${list(brokers)}.`,
    () => "The addresses must be valid on the host itself. Check there whether the broker runs, and read its log.",
  ),
  "services/kafka-silent": entry<{ brokers: readonly string[] }>(
    ({ brokers }) =>
      `${brokers.length === 1 ? "A Kafka broker is" : "Kafka brokers are"} listed but not answering: ${list(brokers)}.`,
    () =>
      "The address is the one that the broker advertises. Check that it is right, and that the broker is not paused.",
  ),
  "services/kafka-brokers": entry<{ expected: readonly number[]; actual: readonly number[] }>(
    ({ expected, actual }) =>
      `Kafka has the brokers ${list(actual) || "(none)"}, expected ${list(expected)}: ${difference(expected, actual)}.`,
    () =>
      "A missing broker has not registered: check its log, its node.id, its cluster id and its controllers' addresses.",
  ),
  "services/kafka-topic-missing": entry<{ topics: readonly string[] }>(
    ({ topics }) => `Kafka has no topic ${list(topics)}.`,
    () => "Create it with the module kafka_topic, or check its name.",
  ),
  "services/kafka-topic-disagreed": entry<{ topic: string }>(
    ({ topic }) => `One Kafka broker lists topic ${topic}, another one does not know it.`,
    () => "The topic is just being created or deleted. Run again when that is done.",
  ),
  "services/kafka-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Kafka refused to ${what}: ${reason}.`,
    () => "The broker's log has the full reason.",
  ),
  "services/kafka-failed": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Kafka could not ${what}: ${reason}.`,
    () => "Check that every broker runs, and that the host reaches it at the address it advertises.",
  ),
  "services/kafka-leaderless": entry<{ what: string }>(
    ({ what }) => `Kafka could not ${what}: it has partitions without a leader.`,
    () => "Start the brokers that hold them, or delete the topics above. Then run again.",
  ),
  "services/kafka-shrink": entry<{ topic: string; has: number; desired: number }>(
    ({ topic, has, desired }) =>
      `Topic ${topic} has ${has} partitions, desired ${desired}: Kafka cannot reduce the number of partitions.`,
    ({ has }) =>
      `Request ${has} partitions, or delete the topic with all its records (state: absent) and create it again.`,
  ),
  "services/kafka-grow": entry<{ topic: string; has: number; desired: number }>(
    ({ topic, has, desired }) =>
      `Topic ${topic} has ${has} partitions, desired ${desired}: adding partitions moves keys.`,
    () =>
      "Afterwards, records with the same key may be in another partition than before, so their order is lost. If that is acceptable, set `grow: true`.",
  ),
  "services/kafka-replicas": entry<{ topic: string; has: readonly number[]; desired: number }>(
    ({ topic, has, desired }) => `Topic ${topic} has ${has.join(" and ")} replicas per partition, desired ${desired}.`,
    () =>
      "This module does not move replicas. Use kafka-reassign-partitions.sh, or delete the topic and create it again.",
  ),
  "services/kafka-too-few-brokers": entry<{ topic: string; brokers: readonly number[]; desired: number }>(
    ({ topic, brokers, desired }) =>
      `Topic ${topic} needs ${desired} replicas, but Kafka has only the brokers ${list(brokers) || "(none)"}.`,
    () =>
      "Start the other brokers first (kafka_info with `brokers` and `wait` waits for them), or lower `replication`.",
  ),
  "services/kafka-setting": entry<{ topic: string; setting: string; near: string | undefined }>(
    ({ topic, setting }) => `Kafka has no topic setting "${setting}", which topic ${topic} uses.`,
    ({ near }) =>
      `${near === undefined ? "" : `Did you mean "${near}"? `}Kafka's documentation lists the settings under Topic Configs.`,
  ),
} as const satisfies Catalogue;

/** What one list has and the other lacks, as "missing 2; unexpected 7". */
function difference(expected: readonly number[], actual: readonly number[]): string {
  const missing = expected.filter((id) => !actual.includes(id));
  const unexpected = actual.filter((id) => !expected.includes(id));
  return [
    ...(missing.length > 0 ? [`missing ${list(missing)}`] : []),
    ...(unexpected.length > 0 ? [`unexpected ${list(unexpected)}`] : []),
  ].join("; ");
}

export const kafkaFault = faultsOf(kafkaErrors);

import { type Catalogue, entry, faultsOf } from "../../define.ts";

export const kafkaErrors = {
  "services/kafka-unreachable": entry<{ brokers: readonly string[] }>(
    ({ brokers }) => `No Kafka broker answers at ${brokers.join(", ")}`,
    () => "The addresses are meant as seen from the host. See there whether the broker runs, and its log.",
  ),
  "services/kafka-silent": entry<{ brokers: readonly string[] }>(
    ({ brokers }) =>
      `${brokers.length === 1 ? "A Kafka broker is" : "Kafka brokers are"} listed but not answering: ${brokers.join(", ")}`,
    () =>
      "The address is the one that the broker advertises. See whether it runs, is paused, or advertises a wrong one.",
  ),
  "services/kafka-brokers": entry<{ wanted: readonly number[]; seen: readonly number[] }>(
    ({ wanted, seen }) =>
      `Kafka has the brokers ${seen.join(", ") || "(none)"}, wanted ${wanted.join(", ")}: ${gap(wanted, seen)}`,
    () =>
      "A missing broker has not registered: see its log, its node.id, its cluster id and its controllers' addresses.",
  ),
  "services/kafka-topic-missing": entry<{ topics: readonly string[] }>(
    ({ topics }) => `Kafka has no topic ${topics.join(", ")}`,
    () => "Create it with the module kafka_topic, or check its name.",
  ),
  "services/kafka-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Kafka refused to ${what}: ${reason}`,
    () => "The broker's log has the whole reason.",
  ),
  "services/kafka-failed": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Could not ${what} in Kafka: ${reason}`,
    () => "See whether every broker runs and can be reached from the host at the address it advertises.",
  ),
  "services/kafka-leaderless": entry<{ what: string }>(
    ({ what }) => `Could not ${what}: Kafka has partitions without a leader`,
    () => "Start the brokers that hold them, or delete the topics below, then run again.",
  ),
  "services/kafka-shrink": entry<{ topic: string; has: number; wanted: number }>(
    ({ topic, has, wanted }) =>
      `Topic ${topic} has ${has} partitions, wanted ${wanted}: Kafka knows no topic with fewer partitions than before`,
    ({ has }) =>
      `Ask for ${has} partitions; or delete the topic with all its records (state: absent) and create it anew.`,
  ),
  "services/kafka-grow": entry<{ topic: string; has: number; wanted: number }>(
    ({ topic, has, wanted }) => `Topic ${topic} has ${has} partitions, wanted ${wanted}: adding some moves keys`,
    () => "Records with a key go to another partition afterwards, so their order is lost. If that is fine: grow: true",
  ),
  "services/kafka-replicas": entry<{ topic: string; has: readonly number[]; wanted: number }>(
    ({ topic, has, wanted }) => `Topic ${topic} has ${has.join(" and ")} replicas a partition, wanted ${wanted}`,
    () =>
      "Replicas are not moved by this module: use kafka-reassign-partitions.sh, or delete the topic and create it anew.",
  ),
  "services/kafka-too-few-brokers": entry<{ topic: string; brokers: readonly number[]; wanted: number }>(
    ({ topic, brokers, wanted }) =>
      `Topic ${topic} is to have ${wanted} replicas, but Kafka has only the brokers ${brokers.join(", ") || "(none)"}`,
    () =>
      "Start the other brokers first (kafka_info with `brokers` and `wait` waits for them), or lower `replication`.",
  ),
  "services/kafka-setting": entry<{ topic: string; setting: string; near: string | undefined }>(
    ({ topic, setting, near }) =>
      `Kafka knows no setting "${setting}" for topic ${topic}${near === undefined ? "" : `; did you mean "${near}"?`}`,
    () => "The settings of topics are listed under Topic Configs in Kafka's documentation.",
  ),
} as const satisfies Catalogue;

/** "missing 2; unexpected 7": what one list has and the other has not. */
function gap(wanted: readonly number[], seen: readonly number[]): string {
  const missing = wanted.filter((id) => !seen.includes(id));
  const unexpected = seen.filter((id) => !wanted.includes(id));
  return [
    ...(missing.length > 0 ? [`missing ${missing.join(", ")}`] : []),
    ...(unexpected.length > 0 ? [`unexpected ${unexpected.join(", ")}`] : []),
  ].join("; ");
}

export const kafkaFault = faultsOf(kafkaErrors);

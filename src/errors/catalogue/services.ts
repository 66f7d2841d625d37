/* eslint-disable no-restricted-syntax -- the services' own part of the catalogue has to name the services */
import { type Catalogue, entry, faultsOf } from "../define.ts";

const list = (items: readonly (string | number)[]) => items.join(", ");

export const servicesErrors = {
  "services/http-url": entry<{ url: string }>(
    ({ url }) => `"${url}" is not an address of HTTP`,
    () => "Write it in full, as in http://127.0.0.1:8081/overview.",
  ),
  "services/http-body": entry<{ problem: string }>(
    ({ problem }) => `The request's body is not clear: ${problem}`,
    () => "Give `body` (a text) or `json` (any value), and only with a method that takes one, such as POST.",
  ),
  "services/http-unreachable": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `Nothing answers at ${url}: ${reason}`,
    ({ url }) => `The address is meant as seen from the host. Try there: curl -i '${url}'`,
  ),
  "services/http-timeout": entry<{ url: string; seconds: number }>(
    ({ url, seconds }) => `${url} has not answered in full within ${seconds} s`,
    () => "Look at the service's log on the host, or raise `timeout`.",
  ),
  "services/http-tls": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `No TLS connection to ${url}: ${reason}`,
    () => "Check the certificate and the scheme; `validate_certs: false` accepts any certificate.",
  ),
  "services/http-lost": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The connection to ${url} broke before the answer was complete: ${reason}`,
    () => "Look at the service's log on the host. A request that writes may have been carried out.",
  ),
  "services/http-status": entry<{ method: string; url: string; status: number; wanted: readonly number[] }>(
    ({ method, url, status, wanted }) => `${method} ${url} answered ${status}, wanted ${wanted.join(" or ")}`,
    () => "Below is what it said. Name every status that is all right in `status`.",
  ),
  "services/forwarding-forbidden": entry<{ address: string; reason: string }>(
    ({ address, reason }) => `The host's SSH server opens no channel to ${address}: ${reason}`,
    () => "Allow it in the host's sshd_config: AllowTcpForwarding yes (or local), and PermitOpen.",
  ),
  "services/kafka-unreachable": entry<{ brokers: readonly string[] }>(
    ({ brokers }) => `No Kafka broker answers at ${list(brokers)}`,
    () => "The addresses are meant as seen from the host. See there whether the broker runs, and its log.",
  ),
  "services/kafka-silent": entry<{ brokers: readonly string[] }>(
    ({ brokers }) =>
      `${brokers.length === 1 ? "A Kafka broker is" : "Kafka brokers are"} listed but not answering: ${list(brokers)}`,
    () =>
      "The address is the one that the broker advertises. See whether it runs, is paused, or advertises a wrong one.",
  ),
  "services/kafka-brokers": entry<{ wanted: readonly number[]; seen: readonly number[] }>(
    ({ wanted, seen }) =>
      `Kafka has the brokers ${list(seen) || "(none)"}, wanted ${list(wanted)}: ${gap(wanted, seen)}`,
    () =>
      "A missing broker has not registered: see its log, its node.id, its cluster id and its controllers' addresses.",
  ),
  "services/kafka-topic-missing": entry<{ topics: readonly string[] }>(
    ({ topics }) => `Kafka has no topic ${list(topics)}`,
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
      `Topic ${topic} is to have ${wanted} replicas, but Kafka has only the brokers ${list(brokers) || "(none)"}`,
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
    ...(missing.length > 0 ? [`missing ${list(missing)}`] : []),
    ...(unexpected.length > 0 ? [`unexpected ${list(unexpected)}`] : []),
  ].join("; ");
}

export const servicesFault = faultsOf(servicesErrors);

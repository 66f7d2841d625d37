import { type Catalogue, entry, faultsOf } from "../define.ts";

const list = (items: readonly (string | number)[]) => items.join(", ");

interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly query: string;
}

const panelQuery = ({ dashboard, panel, query }: PanelQuery) =>
  `Dashboard "${dashboard}", panel "${panel}": query ${query}`;

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
  "services/flink-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Flink refused to ${what}: ${reason}`,
    () => "The JobManager's log has the whole reason.",
  ),
  "services/flink-upload": entry<{ file: string; reason: string }>(
    ({ file, reason }) => `${file} did not reach Flink: ${reason}`,
    () => "Look at the JobManager's log and at the room in its web.upload.dir; running again sends it anew.",
  ),
  "services/flink-arguments": entry<{ problem: string }>(
    ({ problem }) => `The job's arguments are not clear: ${problem}`,
    () => "Give a list of texts, or a map: `{window: 31}` becomes --window 31, and a null makes a name without value.",
  ),
  "services/flink-no-jar": entry<{ name: string }>(
    ({ name }) => `Job ${name} is to run, and no jar is named`,
    () => "Name the file with `jar`; only `state: stopped` and `state: cancelled` need none.",
  ),
  "services/flink-not-a-job": entry<{ jar: string; reason: string }>(
    ({ jar, reason }) => `${jar} gives Flink no job to run: ${reason}`,
    () => "Nothing was stopped or started. Check the jar, `entry_class` and `args`.",
  ),
  "services/flink-name": entry<{ wanted: string; is: string }>(
    ({ wanted, is }) => `The job calls itself ${is}, not ${wanted}: it could not be found again`,
    ({ is }) => `Nothing was stopped or started. Write name: ${is}, or change the name in the job's execute().`,
  ),
  "services/flink-slots": entry<{ name: string; wanted: number; usable: number; total: number }>(
    ({ name, wanted, usable, total }) =>
      `Job ${name} is to have parallelism ${wanted}, but only ${usable} of Flink's ${total} slots are to be had`,
    () => "Nothing was stopped. Lower `parallelism`, or give Flink more TaskManagers or taskmanager.numberOfTaskSlots.",
  ),
  "services/flink-twice": entry<{ name: string; ids: readonly string[] }>(
    ({ name, ids }) => `${ids.length} jobs are called ${name}: ${list(ids)}`,
    () => "Nothing was changed. Cancel all but one in Flink's UI; which one is to stay cannot be guessed.",
  ),
  "services/flink-too-small": entry<{ has: Capacity; wanted: Capacity }>(
    ({ has, wanted }) => `Flink has ${capacity(has)}, wanted at least ${capacity(wanted)}`,
    () =>
      "A TaskManager that is missing has not registered: see its log, and the JobManager's address in its settings.",
  ),
  "services/flink-gone": entry<{ id: string }>(
    ({ id }) => `Flink knows no job ${id} any more`,
    () => "Was the JobManager restarted? Without high availability it forgets its jobs. Run again when it is back.",
  ),
  "services/flink-not-ended": entry<{ id: string; seconds: number }>(
    ({ id, seconds }) => `Job ${id} has not ended within ${seconds} s`,
    () => "See in Flink's UI which task does not let go, or raise `timeout`.",
  ),
  "services/flink-state-lost": entry<{ name: string; state: string }>(
    ({ name, state }) =>
      `Job ${name} is ${state}, so it can be stopped only by cancelling, and its checkpoints would go with it`,
    () =>
      "Nothing was changed. Let it run again first, or set execution.checkpointing.externalized-checkpoint-retention to RETAIN_ON_CANCELLATION.",
  ),
  "services/flink-failed": entry<{ name: string; id: string; why: string }>(
    ({ name, id, why }) => `Job ${name} (${id}) does not do its work: ${why}`,
    () =>
      "Below is what Flink says of it, if anything; its UI has the whole under Exceptions. Run again when it is mended.",
  ),
  "services/flink-rolled-back": entry<{ name: string; why: string; savepoint: string }>(
    ({ name, why, savepoint }) => `The new job ${name} ${why}; the one before runs again, from ${savepoint}`,
    () => "Nothing is lost: both start from the same savepoint. Below is what the new one fell over.",
  ),
  "services/flink-no-way-back": entry<{ name: string; why: string; savepoint: string; back: string }>(
    ({ name, why, back }) => `The new job ${name} ${why}, and the one before could not be started again: ${back}`,
    ({ savepoint }) =>
      `NO job runs now. Run this again with the jar and the arguments of before: it starts from ${savepoint}.`,
  ),
  "services/s3-refused": entry<{ what: string; reason: string; denied: boolean }>(
    ({ what, reason }) => `S3 refused to ${what}: ${reason}`,
    ({ denied }) =>
      denied
        ? "Check the keys and the region; a bucket of that name may also belong to someone else."
        : "The endpoint's log has the whole reason.",
  ),
  "services/s3-keys": entry<{ url: string; reason: string }>(
    ({ url, reason }) => `The object store at ${url} does not take these keys, expected its own: ${reason}`,
    () => "Nothing was changed. Give the keys that it was set up with, and its region.",
  ),
  "services/grafana-login": entry<{ url: string; user: string }>(
    ({ url, user }) => `Grafana at ${url} refuses the login of ${user}`,
    () =>
      "The password that it was set up with counts for a new database only. Give that one, or set it anew in the container: grafana cli admin reset-admin-password. Five wrong tries lock an account for five minutes.",
  ),
  "services/grafana-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Grafana did not ${what}: ${reason}`,
    () => "Its log has the whole reason: docker compose logs grafana.",
  ),
  "services/grafana-unhealthy": entry<{ database: string }>(
    ({ database }) => `Grafana's own database is not well: ${database}`,
    () => "See its log (docker compose logs grafana), and the room and the owner (uid 472) of its data folder.",
  ),
  "services/grafana-open": entry<{ status: number }>(
    ({ status }) => `Grafana answers ${status} to a request without a login, expected 401`,
    () => "Set GF_AUTH_ANONYMOUS_ENABLED=false and see that no proxy in front of it logs everybody in.",
  ),
  "services/grafana-default-password": entry<{ user: string }>(
    ({ user }) => `Grafana's account ${user} has the password that everybody knows`,
    () => "Set another one in the container: grafana cli admin reset-admin-password.",
  ),
  "services/grafana-plugin": entry<{ id: string; wanted: string | undefined; seen: string | undefined }>(
    ({ id, wanted, seen }) =>
      seen === undefined
        ? `Grafana has no plugin ${id}`
        : `Grafana has the plugin ${id} in version ${seen}, wanted ${wanted ?? "any"}`,
    () => "Look for the installation in its log (docker compose logs grafana): it needs the catalogue, or an archive.",
  ),
  "services/grafana-datasource": entry<{ uid: string; reason: string }>(
    ({ uid, reason }) => `Grafana's data source ${uid} is not healthy: ${reason}`,
    () =>
      "Try the address that it was given from the host where Grafana runs, and look at its log: docker compose logs grafana.",
  ),
  "services/grafana-range": entry<{ from: string; to: string }>(
    ({ from, to }) => `From ${from} to ${to} is no span of time`,
    () => "Write now, now-6h (s, m, h, d, w) or epoch milliseconds, the earlier one first.",
  ),
  "services/grafana-dashboard": entry<{ uid: string }>(
    ({ uid }) => `Grafana has no dashboard with the uid ${uid}`,
    () =>
      "Look for its file in Grafana's log (docker compose logs grafana): a wrong one is left out with a line there.",
  ),
  "services/grafana-nothing-asked": entry<{ uid: string }>(
    ({ uid }) => `No panel of the dashboard ${uid} asks anything`,
    () => "A dashboard without a query proves nothing: leave it out, or give its panels targets.",
  ),
  "services/grafana-variable": entry<{ dashboard: string; variable: string; reason: string }>(
    ({ dashboard, variable, reason }) => `Dashboard "${dashboard}": its variable ${variable} has no value: ${reason}`,
    () => "Run the variable's query at the data source itself, or give a value in `variables`.",
  ),
  "services/grafana-panel-empty": entry<PanelQuery>(
    (where) => `${panelQuery(where)} gives no rows, expected at least one`,
    () =>
      "The query as it was sent is below. Run it at the data source itself: where it gives rows there, see the time range and the variables, else whether data arrives.",
  ),
  "services/grafana-panel-failed": entry<PanelQuery & { reason: string }>(
    ({ reason, ...where }) => `${panelQuery(where)} fails, expected rows: ${reason}`,
    () =>
      "The query as it was sent is below. Run it at the data source itself, and look at its log and at Grafana's (docker compose logs grafana).",
  ),
  "services/grafana-panel-wrong": entry<PanelQuery & { reason: string }>(
    ({ reason, ...where }) => `${panelQuery(where)} is wrong, expected one that the data source can answer: ${reason}`,
    () =>
      "Nothing was changed. The query is below: correct it in the dashboard's file. A column that is yet to be ingested has to come first.",
  ),
  "services/grafana-file": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `${file} is no dashboard: ${problem}`,
    () => "Expected the JSON that Grafana exports, with a uid and a title of its own. Nothing was changed.",
  ),
  "services/grafana-panel-datasource": entry<PanelQuery & { uid: string; known: readonly string[] }>(
    ({ uid, known, ...where }) =>
      `${panelQuery(where)} asks the data source ${uid}, and Grafana has only: ${list(known) || "(none)"}`,
    () => "Write the uid of one of these into the dashboard, or set the data source up with that uid.",
  ),
  "services/druid-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Druid refused to ${what}: ${reason}`,
    () => "The coordinator's and the broker's logs have the whole reason; the address is meant to be the router's.",
  ),
  "services/druid-spec": entry<{ problem: string }>(
    ({ problem }) => `The supervisor's spec is not clear: ${problem}`,
    () => "Give the whole spec as Druid takes it: {type: kafka, spec: {dataSchema: …, ioConfig: …, tuningConfig: …}}.",
  ),
  "services/druid-no-supervisor": entry<{ id: string }>(
    ({ id }) => `Druid has no supervisor ${id}, and no spec is given to make one`,
    () => "Give `spec`, or check the id: it is the name of the datasource.",
  ),
  "services/druid-not-kept": entry<{ id: string; paths: readonly string[] }>(
    ({ id, paths }) => `Druid took supervisor ${id}, but did not keep ${list(paths)}`,
    () =>
      "Druid drops names that it does not know, and rewrites some values: check the spelling against its documentation.",
  ),
  "services/druid-gap": entry<{ id: string; gap: string }>(
    ({ id, gap }) => `Supervisor ${id} cannot read on: ${gap}`,
    ({ id }) =>
      `The records between are lost to Druid, and nothing was reset. To go on without them: POST /druid/indexer/v1/supervisor/${id}/reset at the router. To keep more in Kafka: raise the topic's retention.ms.`,
  ),
  "services/druid-retention": entry<{ problem: string }>(
    ({ problem }) => `What is to be kept is not clear: ${problem}`,
    () =>
      "Give `load_period: P30D` or a list of rules; `compaction` is a map such as {skipOffsetFromLatest: P1D}, or false.",
  ),
  "services/druid-parameters": entry<{ problem: string }>(
    ({ problem }) => `The query's parameters are not clear: ${problem}`,
    () => "Give a list with one value for each `?`; a value with a type of its own is {type: TIMESTAMP, value: …}.",
  ),
} as const satisfies Catalogue;

interface Capacity {
  readonly taskManagers: number;
  readonly slots: number;
}

function capacity({ taskManagers, slots }: Capacity): string {
  return `${taskManagers} TaskManagers with ${slots} slots`;
}

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

import { kafkaFault } from "../errors/catalogue/services/kafka.ts";
import { collect, type Fault, good, type Outcome } from "../errors/fault.ts";
import { Unknown } from "../model/unknown.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule, type Settled } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import { ADDRESS, showAddress } from "../services/kafka/address.ts";
import type {
  Broker,
  KafkaReader,
  KafkaTarget,
  KafkaWriter,
  PartitionOffsets,
  SilentBroker,
  Topic,
} from "../services/kafka/model.ts";
import { replications } from "../services/kafka/responses.ts";
import { kafkaService } from "../services/kafka/kafka.ts";

const schema = {
  properties: {
    bootstrap: {
      type: "array",
      items: { type: "string", pattern: ADDRESS, description: "HOST:PORT." },
      minItems: 1,
      description: "Addresses of some brokers, as the host sees them; one that answers is enough.",
    },
    topics: {
      type: "array",
      items: { type: "string", description: "A topic's name." },
      description: "The topics to describe, all of which must exist; left out: all but Kafka's own.",
    },
    offsets: {
      type: "boolean",
      default: true,
      description: "Whether the partitions' offsets are asked of their leaders.",
    },
    internal: {
      type: "boolean",
      default: false,
      description: "Whether Kafka's own topics are described, too, where no topics are named.",
    },
    brokers: {
      type: "array",
      items: { type: "integer", minimum: 0, description: "A broker's node.id." },
      description: "The brokers that there must be, and no others.",
    },
    probe_brokers: {
      type: "boolean",
      default: true,
      description:
        "Whether every broker must answer at the address it advertises: a paused one stays listed for some seconds.",
    },
    wait: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "Seconds in which what is asked for may still come: a broker just started needs some to register.",
    },
  },
  required: ["bootstrap"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface Described {
  readonly topic: Topic;
  /** Nothing where a partition has no leader that answers. */
  readonly offsets: readonly PartitionOffsets[] | undefined;
}

interface Seen {
  readonly brokers: readonly Broker[];
  readonly silent: readonly SilentBroker[];
  readonly topics: readonly Described[];
}

/** What was seen, or why nothing could be: kept as a value, because with `wait` it may still come. */
type State = Outcome<Seen>;

export const kafka_info = serviceModule<typeof schema, State, KafkaTarget, KafkaReader, KafkaWriter>({
  name: "kafka_info",
  summary:
    "Reads which brokers and topics a Kafka cluster has, and checks that the brokers are those wanted and answer.",
  notes: [
    "It changes nothing. Every broker is asked itself, because the list still names a broker that is paused or cut off.",
    "`offsets_total` counts offsets, not records: transactions take some for their markers.",
  ],
  args: schema,
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
  probe: async (args, reader) => good(await see(args, reader)),
  decide,
  apply: () => Promise.resolve(good({})),
  settle: { look, every: 1, timeout: ({ wait }) => wait },
});

async function see(args: Args, reader: KafkaReader): Promise<State> {
  const cluster = await reader.cluster();
  if (!cluster.ok) return cluster;
  const { brokers } = cluster.value;
  const silent = args.probe_brokers ? await reader.silent(brokers) : [];
  const topics = await reader.topics(args.topics);
  if (!topics.ok) return topics;
  const wanted = topics.value.filter(({ internal }) => args.topics !== undefined || args.internal || !internal);
  const described = collect(await Promise.all(wanted.map((topic) => describe(topic, args, silent, reader))));
  if (!described.ok) return described;
  return good({ brokers, silent, topics: described.value });
}

/** Offsets are asked of the leaders, so only where all of them answer. */
async function describe(
  topic: Topic,
  { offsets: wanted }: Args,
  silent: readonly SilentBroker[],
  reader: KafkaReader,
): Promise<Outcome<Described>> {
  const quiet = silent.map(({ broker }) => broker.id);
  const answering = topic.partitions.every(({ leader }) => leader !== undefined && !quiet.includes(leader));
  if (!wanted || !answering) return good({ topic, offsets: undefined });
  const offsets = await reader.offsets(topic.name);
  return offsets.ok ? good({ topic, offsets: offsets.value }) : offsets;
}

function decide(args: Args, state: State): Decision {
  const fault = unmet(args, state);
  const result = state.ok ? resultOf(state.value) : {};
  if (!fault) return { changes: [], result };
  if (args.wait === 0) return { changes: [], result, fault };
  const unknown = new Unknown(fault.message);
  return {
    changes: [],
    result: { brokers: unknown, broker_addresses: unknown, lagging: unknown, topics: unknown },
    unpredictable: fault.message,
  };
}

function look(args: Args, state: State): Settled {
  const fault = unmet(args, state);
  if (!fault) return { is: "settled" };
  // Without time to wait, the fault says more than that the time is over.
  return args.wait === 0 ? { is: "failed", fault } : { is: "waiting", for: `what was asked for: ${fault.message}` };
}

/** The first thing that is not as asked for. */
function unmet(args: Args, state: State): Fault | undefined {
  if (!state.ok) return state.faults[0];
  const { brokers, silent, topics } = state.value;
  return wrongBrokers(args, brokers) ?? silentFault(silent) ?? missingTopics(args, topics);
}

function wrongBrokers({ brokers: wanted, bootstrap }: Args, brokers: readonly Broker[]): Fault | undefined {
  const seen = brokers.map(({ id }) => id);
  if (!wanted || (wanted.every((id) => seen.includes(id)) && seen.every((id) => wanted.includes(id)))) return undefined;
  const details = [
    `asked: ${bootstrap.join(", ")}`,
    ...brokers.map((broker) => `broker ${broker.id} is at ${showAddress(broker)}`),
  ];
  return kafkaFault("services/kafka-brokers", { expected: wanted, actual: seen }, { details, missing: true });
}

function silentFault(silent: readonly SilentBroker[]): Fault | undefined {
  if (silent.length === 0) return undefined;
  const brokers = silent.map(({ broker, reason }) => `${broker.id} at ${showAddress(broker)} (${reason})`);
  return kafkaFault("services/kafka-silent", { brokers });
}

function missingTopics({ topics: wanted = [] }: Args, topics: readonly Described[]): Fault | undefined {
  const missing = wanted.filter((name) => !topics.some(({ topic }) => topic.name === name));
  return missing.length === 0
    ? undefined
    : kafkaFault("services/kafka-topic-missing", { topics: missing }, { missing: true });
}

function resultOf({ brokers, topics }: Seen): ValueMap {
  return {
    brokers: brokers.map(({ id }) => id),
    broker_addresses: Object.fromEntries(brokers.map((broker) => [String(broker.id), showAddress(broker)])),
    lagging: laggingBrokers(topics.map(({ topic }) => topic)),
    topics: Object.fromEntries(topics.map((described) => [described.topic.name, topicResult(described)])),
  };
}

/** Brokers that are to keep some partition and are out of sync there, ascending. Without a leader there is none to catch up with. */
function laggingBrokers(topics: readonly Topic[]): number[] {
  const partitions = topics.flatMap((topic) => topic.partitions).filter(({ leader }) => leader !== undefined);
  const lagging = partitions.flatMap(({ replicas, isr }) => replicas.filter((id) => !isr.includes(id)));
  return [...new Set(lagging)].sort((a, b) => a - b);
}

function topicResult({ topic: { partitions }, offsets }: Described): ValueMap {
  const ids = (chosen: typeof partitions) => chosen.map(({ id }) => id);
  const byPartition = (which: "earliest" | "latest") =>
    offsets ? Object.fromEntries(offsets.map((one) => [String(one.partition), one[which]])) : null;
  return {
    partitions: partitions.length,
    replication: Math.min(...replications(partitions)),
    under_replicated: ids(partitions.filter(({ replicas, isr }) => isr.length < replicas.length)),
    leaderless: ids(partitions.filter(({ leader }) => leader === undefined)),
    earliest: byPartition("earliest"),
    latest: byPartition("latest"),
    offsets_total: offsets ? offsets.reduce((sum, { latest }) => sum + latest, 0) : null,
  };
}

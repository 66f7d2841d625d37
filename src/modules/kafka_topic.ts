import { kafkaFault } from "../errors/catalogue/services/kafka.ts";
import { bad, type Fault, good, type Outcome } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import type { Change, Resource } from "../model/change.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { type Decision, type Predicted, serviceModule, type Settled } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import { ADDRESS } from "../services/kafka/address.ts";
import type { Config, KafkaReader, KafkaTarget, KafkaWriter, NewTopic, Topic } from "../services/kafka/model.ts";
import {
  parseSummary,
  replications,
  summaryOf,
  summaryValue,
  type TopicSummary,
  unsettled,
} from "../services/kafka/responses.ts";
import { kafkaService } from "../services/kafka/kafka.ts";

const schema = {
  properties: {
    bootstrap: {
      type: "array",
      items: { type: "string", pattern: ADDRESS, description: "HOST:PORT." },
      minItems: 1,
      description: "Addresses of some brokers, as the host sees them; one that answers is enough.",
    },
    name: { type: "string", pattern: "^[A-Za-z0-9._-]{1,249}$", description: "The topic's name." },
    state: {
      type: "string",
      enum: ["present", "absent"],
      default: "present",
      description: "`absent` deletes the topic with all its records.",
    },
    partitions: {
      type: "integer",
      minimum: 1,
      description: "How many partitions it has; left out: as many as it has, or the brokers' default for a new one.",
    },
    replication: {
      type: "integer",
      minimum: 1,
      description:
        "How many brokers keep each partition; left out: as many as do, or the brokers' default for a new one.",
    },
    configs: {
      type: "object",
      additionalProperties: { type: ["string", "integer", "number", "boolean"], description: "The setting's value." },
      description: "Settings by name, such as retention.ms; the topic's other settings stay as they are.",
    },
    grow: {
      type: "boolean",
      default: false,
      description:
        "Whether partitions may be added to a topic that exists: records with a key change their partition then.",
    },
    timeout: {
      type: "integer",
      minimum: 0,
      default: 30,
      description: "Seconds in which every partition has to have a leader and all its replicas in sync.",
    },
  },
  required: ["bootstrap", "name"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;
type Configs = Readonly<Record<string, string>>;

interface State {
  /** Nothing where there is no such topic. */
  readonly topic: Topic | undefined;
  /** All settings in force; none where there is no such topic. */
  readonly configs: readonly Config[];
  readonly brokers: readonly number[];
}

export const kafka_topic = serviceModule<typeof schema, State, KafkaTarget, KafkaReader, KafkaWriter>({
  name: "kafka_topic",
  summary: "Creates, changes or deletes a Kafka topic, and waits until all its partitions are in sync.",
  notes: [
    "Settings are compared as text with the value in force, wherever that comes from: a value that is the default anyway is no change.",
    "Partitions are never taken away, and replicas are never moved: such a request fails and says what to do.",
  ],
  args: schema,
  returns: {
    name: "The topic's name.",
    state: "present or absent.",
    partitions: "How many partitions it has.",
    replication: "How many replicas each partition has.",
    configs: "The topic's own settings.",
  },
  examples: [
    {
      title: "A topic that stays writable when one broker of two is lost",
      args: {
        bootstrap: ["127.0.0.1:9092"],
        name: "raw_sensors",
        partitions: 4,
        replication: 2,
        configs: { "min.insync.replicas": 1, "retention.ms": 604800000 },
      },
    },
    { title: "No such topic", args: { bootstrap: ["127.0.0.1:9092"], name: "scratch", state: "absent" } },
  ],
  service: kafkaService,
  target: ({ bootstrap }) => ({ bootstrap }),
  probe,
  decide,
  apply,
  settle: { look, every: 1, timeout: ({ timeout }) => timeout },
});

async function probe({ name }: Args, reader: KafkaReader): Promise<Outcome<State>> {
  const topics = await reader.topics([name]);
  if (!topics.ok) return topics;
  const [topic] = topics.value;
  const cluster = await reader.cluster();
  if (!cluster.ok) return cluster;
  const brokers = cluster.value.brokers.map(({ id }) => id);
  if (!topic) return good({ topic, configs: [], brokers });
  const configs = await reader.configs(name);
  return configs.ok ? good({ topic, configs: configs.value, brokers }) : configs;
}

function decide(args: Args, state: State, predicted: Predicted): Decision {
  const foreseen = predicted.get(resourceOf(args));
  if (foreseen === undefined) return decideFrom(args, state, state.topic && summaryOf(state.topic, state.configs));
  if (foreseen === null) return decideFrom(args, { ...state, topic: undefined, configs: [] }, undefined);
  const shape = parseSummary(foreseen);
  if (shape && isKnown(args, shape, state)) return decideFrom(args, state, shape);
  return { changes: [], result: {}, unpredictable: `topic ${args.name} depends on an earlier change` };
}

/** Whether all that is asked about is known of a topic as it will be: of a new one, no more than what it is made with. */
function isKnown(args: Args, shape: TopicSummary, { topic }: State): boolean {
  const { partitions, replication } = args;
  if (partitions !== undefined && shape.partitions instanceof Unknown) return false;
  if (replication !== undefined && shape.replication instanceof Unknown) return false;
  return topic !== undefined || Object.keys(wantedConfigs(args)).every((name) => name in shape.configs);
}

function decideFrom(args: Args, state: State, shape: TopicSummary | undefined): Decision {
  if (args.state === "absent") return decideAbsent(args, shape);
  if (!shape) return decideNew(args, state);
  const fault = impossible(args, state, shape);
  if (fault) return { changes: [], result: resultOf(args, shape), fault };
  const { changes, after } = differences(args, state, shape);
  return { changes, result: resultOf(args, after), ...warn(args, after.replication) };
}

function decideAbsent(args: Args, shape: TopicSummary | undefined): Decision {
  const result = { name: args.name, state: "absent" };
  if (!shape) return { changes: [], result };
  return { changes: [changeOf(args, `delete topic ${args.name}`, summaryValue(shape), null)], result };
}

function decideNew(args: Args, { brokers }: State): Decision {
  const { name, partitions, replication } = args;
  const unknown = new Unknown("the brokers' default");
  const shape = {
    partitions: partitions ?? unknown,
    replication: replication ?? unknown,
    configs: wantedConfigs(args),
  };
  if (replication !== undefined && replication > brokers.length) {
    const parameters = { topic: name, brokers, desired: replication };
    const fault = kafkaFault("services/kafka-too-few-brokers", parameters, { missing: true });
    return { changes: [], result: resultOf(args, shape), fault };
  }
  const summary = `create topic ${name}${partitions === undefined ? "" : ` with ${count(partitions, "partition")}`}`;
  const change = changeOf(args, summary, null, summaryValue(shape));
  return { changes: [change], result: resultOf(args, shape), ...warn(args, shape.replication) };
}

/** What is asked for and cannot be had, or only with the user's word for it. */
function impossible(args: Args, { topic, configs }: State, shape: TopicSummary): Fault | undefined {
  const { name, partitions, replication, grow } = args;
  const has = shape.partitions;
  if (partitions !== undefined && typeof has === "number") {
    if (partitions < has) return kafkaFault("services/kafka-shrink", { topic: name, has, desired: partitions });
    if (partitions > has && !grow) return kafkaFault("services/kafka-grow", { topic: name, has, desired: partitions });
  }
  const kept = topic ? replications(topic.partitions) : [shape.replication].filter((one) => typeof one === "number");
  if (replication !== undefined && kept.some((one) => one !== replication)) {
    return kafkaFault("services/kafka-replicas", { topic: name, has: kept, desired: replication });
  }
  const known = configs.map((config) => config.name);
  const setting = Object.keys(wantedConfigs(args)).find((one) => topic !== undefined && !known.includes(one));
  if (setting === undefined) return undefined;
  return kafkaFault("services/kafka-setting", { topic: name, setting, near: nearest(setting, known) });
}

/** One change for each difference; the last one's `after` is the topic as it will be. */
function differences(args: Args, { configs }: State, before: TopicSummary): { changes: Change[]; after: TopicSummary } {
  const changes: Change[] = [];
  let now = before;
  const step = (summary: string, next: TopicSummary) => {
    changes.push(changeOf(args, summary, summaryValue(now), summaryValue(next)));
    now = next;
  };
  const { partitions } = args;
  if (partitions !== undefined && partitions !== now.partitions) {
    step(`grow topic ${args.name} to ${count(partitions, "partition")}`, { ...now, partitions });
  }
  for (const [name, value] of Object.entries(differing(args, configs, before))) {
    step(`set ${name} of topic ${args.name} to ${value}`, { ...now, configs: { ...now.configs, [name]: value } });
  }
  return { changes, after: now };
}

/** The wanted settings that are not in force. Those of the shape come first: in check mode it is ahead of what was read. */
function differing(args: Args, configs: readonly Config[], shape: TopicSummary): Configs {
  const read = Object.fromEntries(configs.map(({ name, value }) => [name, value]));
  const force: Readonly<Record<string, string>> = { ...read, ...shape.configs };
  return Object.fromEntries(Object.entries(wantedConfigs(args)).filter(([name, value]) => force[name] !== value));
}

async function apply(args: Args, _changes: unknown, writer: KafkaWriter, state: State): Promise<Outcome<ValueMap>> {
  const { name } = args;
  const { topic } = state;
  if (args.state === "absent") {
    const deleted = await writer.deleteTopic(name);
    return deleted.ok ? good({ name, state: "absent" }) : deleted;
  }
  if (!topic) return create(args, writer);
  const shape = summaryOf(topic, state.configs);
  if (args.partitions !== undefined && args.partitions > topic.partitions.length) {
    const grown = await writer.addPartitions(name, args.partitions);
    if (!grown.ok) return grown;
  }
  const configs = differing(args, state.configs, shape);
  if (Object.keys(configs).length > 0) {
    const set = await writer.alterConfigs(name, configs);
    if (!set.ok) return set;
  }
  return good(resultOf(args, differences(args, state, shape).after));
}

async function create(args: Args, writer: KafkaWriter): Promise<Outcome<ValueMap>> {
  const { name, partitions, replication } = args;
  const given = { ...(partitions !== undefined && { partitions }), ...(replication !== undefined && { replication }) };
  const topic: NewTopic = { name, ...given, configs: wantedConfigs(args) };
  const created = await writer.createTopic(topic);
  return created.ok ? good({ name, state: "present", ...given, configs: topic.configs }) : bad(...created.faults);
}

function look({ name, state }: Args, { topic }: State): Settled {
  if (state === "absent") return topic ? { is: "waiting", for: `topic ${name} to be gone` } : { is: "settled" };
  if (!topic) return { is: "waiting", for: `topic ${name} to appear` };
  const [first] = unsettled(topic);
  return first === undefined ? { is: "settled" } : { is: "waiting", for: `topic ${name}: ${first}` };
}

/** No write with acks=all can succeed while fewer replicas exist than it has to wait for. */
function warn(args: Args, replication: number | Unknown): { warnings?: readonly string[] } {
  const least = Number(wantedConfigs(args)["min.insync.replicas"]);
  if (typeof replication !== "number" || !(least > replication)) return {};
  return {
    warnings: [`topic ${args.name}: min.insync.replicas ${least} is more than its ${count(replication, "replica")}`],
  };
}

function wantedConfigs({ configs }: Args): Configs {
  return Object.fromEntries(Object.entries(configs ?? {}).map(([name, value]) => [name, String(value)]));
}

function changeOf(args: Args, summary: string, before: Value, after: Value): Change {
  return { resource: resourceOf(args), summary, before, after };
}

function resourceOf({ name }: Args): Resource {
  return { kind: "topic", name };
}

function resultOf({ name }: Args, shape: TopicSummary): ValueMap {
  return { name, state: "present", ...summaryValue(shape) };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

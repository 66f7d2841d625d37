import { kafkaFault } from "../../errors/catalogue/services/kafka.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import {
  type TopicSummary,
  parseSummary,
  replications,
  summaryOf,
  summaryValue,
} from "../../services/kafka/responses.ts";
import { type TopicArgs, wantedConfigs } from "./args.ts";
import { changeOf, count, differences, resourceOf, resultOf } from "./changes.ts";
import type { TopicState } from "./probe.ts";

export function decideTopic(args: TopicArgs, state: TopicState, predicted: Predicted): Decision {
  const foreseen = predicted.get(resourceOf(args));
  if (state.disagreed) return { changes: [], result: {}, fault: disagreement(args) };
  if (foreseen === undefined) return decideFrom(args, state, state.topic && summaryOf(state.topic, state.configs));
  if (foreseen === null) return decideFrom(args, { ...state, topic: undefined, configs: [] }, undefined);
  const shape = parseSummary(foreseen);
  if (shape && isKnown(args, shape, state)) return decideFrom(args, state, shape);
  return { changes: [], result: {}, unpredictable: `topic ${args.name} depends on an earlier change` };
}

/** The topic is being created or deleted at this moment. */
function disagreement({ name }: TopicArgs): Fault {
  return kafkaFault("services/kafka-topic-disagreed", { topic: name });
}

/** Whether all that is asked about is known of a topic as it will be: of a new one, no more than what it is made with. */
function isKnown(args: TopicArgs, shape: TopicSummary, { topic }: TopicState): boolean {
  const { partitions, replication } = args;
  if (partitions !== undefined && shape.partitions instanceof Unknown) return false;
  if (replication !== undefined && shape.replication instanceof Unknown) return false;
  return topic !== undefined || Object.keys(wantedConfigs(args)).every((name) => name in shape.configs);
}

function decideFrom(args: TopicArgs, state: TopicState, shape: TopicSummary | undefined): Decision {
  if (args.state === "absent") return decideAbsent(args, shape);
  if (!shape) return decideNew(args, state);
  const fault = impossible(args, state, shape);
  if (fault) return { changes: [], result: resultOf(args, shape), fault };
  const { changes, after } = differences(args, state, shape);
  return { changes, result: resultOf(args, after), ...warn(args, after.replication) };
}

function decideAbsent(args: TopicArgs, shape: TopicSummary | undefined): Decision {
  const result = { name: args.name, state: "absent" };
  if (!shape) return { changes: [], result };
  return { changes: [changeOf(args, `delete topic ${args.name}`, summaryValue(shape), null)], result };
}

function decideNew(args: TopicArgs, { brokers }: TopicState): Decision {
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
function impossible(args: TopicArgs, { topic, configs }: TopicState, shape: TopicSummary): Fault | undefined {
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

/** No write with acks=all can succeed while fewer replicas exist than it has to wait for. */
function warn(args: TopicArgs, replication: number | Unknown): { warnings?: readonly string[] } {
  const least = Number(wantedConfigs(args)["min.insync.replicas"]);
  if (typeof replication !== "number" || !(least > replication)) return {};
  return {
    warnings: [`topic ${args.name}: min.insync.replicas ${least} is more than its ${count(replication, "replica")}`],
  };
}

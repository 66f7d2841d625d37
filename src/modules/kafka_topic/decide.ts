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
import { type TopicArgs, desiredConfigs } from "./args.ts";
import { changeOf, count, differences, resourceOf, resultOf } from "./changes.ts";
import type { TopicState } from "./probe.ts";

export function decideTopic(args: TopicArgs, state: TopicState, predicted: Predicted): Decision {
  const future = predicted.get(resourceOf(args));
  if (state.disagreed) return { changes: [], result: {}, fault: disagreement(args) };
  if (future === undefined) return decideFrom(args, state, state.topic && summaryOf(state.topic, state.configs));
  if (future === null) return decideFrom(args, { ...state, topic: undefined, configs: [] }, undefined);
  const topicSummary = parseSummary(future);
  if (topicSummary && isKnown(args, topicSummary, state)) return decideFrom(args, state, topicSummary);
  return { changes: [], result: {}, unpredictable: `topic ${args.name} depends on an earlier change` };
}

/** The brokers disagree about a topic that is being created or deleted at this moment. */
function disagreement({ name }: TopicArgs): Fault {
  return kafkaFault("services/kafka-topic-disagreed", { topic: name });
}

/** Whether the predicted topic is known well enough to compare it. Of a new topic only the given settings are known. */
function isKnown(args: TopicArgs, topicSummary: TopicSummary, { topic }: TopicState): boolean {
  const { partitions, replication } = args;
  if (partitions !== undefined && topicSummary.partitions instanceof Unknown) return false;
  if (replication !== undefined && topicSummary.replication instanceof Unknown) return false;
  return topic !== undefined || Object.keys(desiredConfigs(args)).every((name) => name in topicSummary.configs);
}

function decideFrom(args: TopicArgs, state: TopicState, topicSummary: TopicSummary | undefined): Decision {
  if (args.state === "absent") return decideAbsent(args, topicSummary);
  if (!topicSummary) return decideNew(args, state);
  const fault = requestFault(args, state, topicSummary);
  if (fault) return { changes: [], result: resultOf(args, topicSummary), fault };
  const { changes, after } = differences(args, state, topicSummary);
  return { changes, result: resultOf(args, after), ...warn(args, after.replication) };
}

function decideAbsent(args: TopicArgs, topicSummary: TopicSummary | undefined): Decision {
  const result = { name: args.name, state: "absent" };
  if (!topicSummary) return { changes: [], result };
  return { changes: [changeOf(args, `delete topic ${args.name}`, summaryValue(topicSummary), null)], result };
}

function decideNew(args: TopicArgs, { brokers }: TopicState): Decision {
  const { name, partitions, replication } = args;
  const unknown = new Unknown("the brokers' default");
  const topicSummary = {
    partitions: partitions ?? unknown,
    replication: replication ?? unknown,
    configs: desiredConfigs(args),
  };
  if (replication !== undefined && replication > brokers.length) {
    const parameters = { topic: name, brokers, desired: replication };
    const fault = kafkaFault("services/kafka-too-few-brokers", parameters, { missing: true });
    return { changes: [], result: resultOf(args, topicSummary), fault };
  }
  const summary = `create topic ${name}${partitions === undefined ? "" : ` with ${count(partitions, "partition")}`}`;
  const change = changeOf(args, summary, null, summaryValue(topicSummary));
  return { changes: [change], result: resultOf(args, topicSummary), ...warn(args, topicSummary.replication) };
}

/** A fault if Kafka cannot make the change, or only with the user's consent. */
function requestFault(args: TopicArgs, { topic, configs }: TopicState, topicSummary: TopicSummary): Fault | undefined {
  const { name, partitions, replication, grow } = args;
  const has = topicSummary.partitions;
  if (partitions !== undefined && typeof has === "number") {
    if (partitions < has) return kafkaFault("services/kafka-shrink", { topic: name, has, desired: partitions });
    if (partitions > has && !grow) return kafkaFault("services/kafka-grow", { topic: name, has, desired: partitions });
  }
  const replicas = topic
    ? replications(topic.partitions)
    : [topicSummary.replication].filter((one) => typeof one === "number");
  if (replication !== undefined && replicas.some((one) => one !== replication)) {
    return kafkaFault("services/kafka-replicas", { topic: name, has: replicas, desired: replication });
  }
  const known = configs.map((config) => config.name);
  const setting = Object.keys(desiredConfigs(args)).find((one) => topic !== undefined && !known.includes(one));
  if (setting === undefined) return undefined;
  return kafkaFault("services/kafka-setting", { topic: name, setting, near: nearest(setting, known) });
}

/** No write with acks=all can succeed if it must wait for more replicas than exist. */
function warn(args: TopicArgs, replication: number | Unknown): { warnings?: readonly string[] } {
  const minimum = Number(desiredConfigs(args)["min.insync.replicas"]);
  if (typeof replication !== "number" || !(minimum > replication)) return {};
  return {
    warnings: [`Topic ${args.name}: min.insync.replicas ${minimum} is more than its ${count(replication, "replica")}.`],
  };
}

import { kafkaFault } from "../../errors/catalogue/services/kafka.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Decision, Settled } from "../../module/contract.ts";
import { showAddress } from "../../services/kafka/address.ts";
import type { Broker, SilentBroker } from "../../services/kafka/model.ts";
import type { KafkaInfoArgs } from "./args.ts";
import type { DescribedTopic, ClusterState } from "./probe.ts";
import { resultOf } from "./result.ts";
import { decideRequirements, settleRequirements } from "../lib/requirements.ts";

const FIELDS = ["brokers", "broker_addresses", "lagging", "topics"];

export function decideCluster(args: KafkaInfoArgs, state: ClusterState): Decision {
  const result = state.ok ? resultOf(state.value) : {};
  return decideRequirements(args, { fault: unmet(args, state), result, fields: FIELDS });
}

export function checkCluster(args: KafkaInfoArgs, state: ClusterState): Settled {
  return settleRequirements(args, unmet(args, state));
}

/** The first requirement that is not met. */
function unmet(args: KafkaInfoArgs, state: ClusterState): Fault | undefined {
  if (!state.ok) return state.faults[0];
  const { brokers, silent, topics } = state.value;
  return wrongBrokers(args, brokers) ?? silentFault(silent) ?? missingTopics(args, topics);
}

function wrongBrokers({ brokers: required, bootstrap }: KafkaInfoArgs, brokers: readonly Broker[]): Fault | undefined {
  const observed = brokers.map(({ id }) => id);
  if (!required) return undefined;
  if (required.every((id) => observed.includes(id)) && observed.every((id) => required.includes(id))) return undefined;
  const details = [
    `asked: ${bootstrap.join(", ")}`,
    ...brokers.map((broker) => `broker ${broker.id} is at ${showAddress(broker)}`),
  ];
  return kafkaFault("services/kafka-brokers", { expected: required, actual: observed }, { details, missing: true });
}

function silentFault(silent: readonly SilentBroker[]): Fault | undefined {
  if (silent.length === 0) return undefined;
  const brokers = silent.map(({ broker, reason }) => `${broker.id} at ${showAddress(broker)} (${reason})`);
  return kafkaFault("services/kafka-silent", { brokers });
}

function missingTopics({ topics: required = [] }: KafkaInfoArgs, topics: readonly DescribedTopic[]): Fault | undefined {
  const missing = required.filter((name) => !topics.some(({ topic }) => topic.name === name));
  return missing.length === 0
    ? undefined
    : kafkaFault("services/kafka-topic-missing", { topics: missing }, { missing: true });
}

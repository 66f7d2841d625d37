import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { KafkaWriter, NewTopic } from "../../services/kafka/model.ts";
import { summaryOf } from "../../services/kafka/responses.ts";
import { type TopicArgs, desiredConfigs } from "./args.ts";
import { differences, differing, foreign, resultOf } from "./changes.ts";
import type { TopicState } from "./probe.ts";

export async function applyTopic(
  args: TopicArgs,
  _changes: unknown,
  writer: KafkaWriter,
  state: TopicState,
): Promise<Outcome<ValueMap>> {
  const { name } = args;
  const { topic } = state;
  if (args.state === "absent") {
    const deleted = await writer.deleteTopic(name);
    return deleted.ok ? good({ name, state: "absent" }) : deleted;
  }
  if (!topic) return create(args, writer);
  const summary = summaryOf(topic, state.configs);
  if (args.partitions !== undefined && args.partitions > topic.partitions.length) {
    const added = await writer.addPartitions(name, args.partitions);
    if (!added.ok) return added;
  }
  const configs = differing(args, state.configs, summary);
  const reset = foreign(args, summary);
  if (Object.keys(configs).length > 0 || reset.length > 0) {
    const altered = await writer.alterConfigs(name, configs, ...(reset.length > 0 ? [reset] : []));
    if (!altered.ok) return altered;
  }
  return good(resultOf(args, differences(args, state, summary).after));
}

async function create(args: TopicArgs, writer: KafkaWriter): Promise<Outcome<ValueMap>> {
  const { name, partitions, replication } = args;
  const given = { ...(partitions !== undefined && { partitions }), ...(replication !== undefined && { replication }) };
  const topic: NewTopic = { name, ...given, configs: desiredConfigs(args) };
  const created = await writer.createTopic(topic);
  return created.ok ? good({ name, state: "present", ...given, configs: topic.configs }) : bad(...created.faults);
}

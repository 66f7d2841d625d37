import type { Change, Resource } from "../../model/change.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { Config } from "../../services/kafka/model.ts";
import { type TopicSummary, summaryValue } from "../../services/kafka/responses.ts";
import { type TopicArgs, type Configs, wantedConfigs } from "./args.ts";
import type { TopicState } from "./probe.ts";

/** One change for each difference; the last one's `after` is the topic as it will be. */
export function differences(
  args: TopicArgs,
  { configs }: TopicState,
  before: TopicSummary,
): { changes: Change[]; after: TopicSummary } {
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
export function differing(args: TopicArgs, configs: readonly Config[], shape: TopicSummary): Configs {
  const read = Object.fromEntries(configs.map(({ name, value }) => [name, value]));
  const force: Readonly<Record<string, string>> = { ...read, ...shape.configs };
  return Object.fromEntries(Object.entries(wantedConfigs(args)).filter(([name, value]) => force[name] !== value));
}

export function changeOf(args: TopicArgs, summary: string, before: Value, after: Value): Change {
  return { resource: resourceOf(args), summary, before, after };
}

export function resourceOf({ name }: TopicArgs): Resource {
  return { kind: "topic", name };
}

export function resultOf({ name }: TopicArgs, shape: TopicSummary): ValueMap {
  return { name, state: "present", ...summaryValue(shape) };
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

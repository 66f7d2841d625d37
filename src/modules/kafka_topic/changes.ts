import type { Change, Resource } from "../../model/change.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { Config } from "../../services/kafka/model.ts";
import { type TopicSummary, summaryValue } from "../../services/kafka/responses.ts";
import { type TopicArgs, type Configs, desiredConfigs } from "./args.ts";
import type { TopicState } from "./probe.ts";

/** One change for each difference; `after` is the topic after all of them. */
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
  for (const name of foreign(args, before)) {
    const kept = Object.entries(now.configs).filter(([own]) => own !== name);
    step(`reset ${name} of topic ${args.name} to its default`, { ...now, configs: Object.fromEntries(kept) });
  }
  return { changes, after: now };
}

/** With `exclusive`: the topic's own settings that the task does not name. */
export function foreign(args: TopicArgs, { configs }: TopicSummary): readonly string[] {
  const desired = desiredConfigs(args);
  return args.exclusive ? Object.keys(configs).filter((name) => !(name in desired)) : [];
}

/** The desired settings that are not in effect. The summary overrides the settings that were read: check mode may have predicted it. */
export function differing(args: TopicArgs, configs: readonly Config[], summary: TopicSummary): Configs {
  const read = Object.fromEntries(configs.map(({ name, value }) => [name, value]));
  const effective: Readonly<Record<string, string>> = { ...read, ...summary.configs };
  return Object.fromEntries(Object.entries(desiredConfigs(args)).filter(([name, value]) => effective[name] !== value));
}

export function changeOf(args: TopicArgs, summary: string, before: Value, after: Value): Change {
  return { resource: resourceOf(args), summary, before, after };
}

export function resourceOf({ name }: TopicArgs): Resource {
  return { kind: "topic", name };
}

export function resultOf({ name }: TopicArgs, summary: TopicSummary): ValueMap {
  return { name, state: "present", ...summaryValue(summary) };
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

import { Unknown } from "../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Config, Partition, Topic } from "./model.ts";

/** The properties of a topic that a task sets: shown before and after a change, and predicted in check mode. */
export interface TopicSummary {
  readonly partitions: number | Unknown;
  readonly replication: number | Unknown;
  /** The topic's own settings. */
  readonly configs: Readonly<Record<string, string>>;
}

export function summaryOf({ partitions }: Topic, configs: readonly Config[]): TopicSummary {
  const own = configs.filter((config) => config.own).map(({ name, value }) => [name, value] as const);
  return {
    partitions: partitions.length,
    replication: Math.min(...replications(partitions)),
    configs: Object.fromEntries(own),
  };
}

/** The distinct numbers of replicas of the partitions, in ascending order: normally only one. */
export function replications(partitions: readonly Partition[]): readonly number[] {
  return [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b);
}

export function summaryValue({ partitions, replication, configs }: TopicSummary): ValueMap {
  return { partitions, replication, configs };
}

/** Parses the result of `summaryValue`; undefined for any other value. */
export function parseSummary(value: Value): TopicSummary | undefined {
  if (!isMap(value)) return undefined;
  const { partitions, replication, configs } = value;
  if (!isCount(partitions) || !isCount(replication) || configs === undefined || !isMap(configs)) return undefined;
  const strings = Object.entries(configs).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  return { partitions, replication, configs: Object.fromEntries(strings) as Record<string, string> };
}

function isCount(value: Value | undefined): value is number | Unknown {
  return typeof value === "number" || value instanceof Unknown;
}

/** One message for each partition that lacks a leader or in-sync replicas. */
export function unsettled({ partitions }: Topic): readonly string[] {
  return partitions.flatMap(({ id, leader, replicas, isr }) => {
    if (leader === undefined) return [`partition ${id} has no leader`];
    const missing = replicas.filter((replica) => !isr.includes(replica));
    return missing.length > 0 ? [`partition ${id} is not in sync on broker ${missing.join(", ")}`] : [];
  });
}

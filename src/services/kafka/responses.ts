import { Unknown } from "../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Config, Partition, Topic } from "./model.ts";

/** A topic as far as a person decides about it: what a change shows before and after, and what check mode remembers. */
export interface TopicShape {
  readonly partitions: number | Unknown;
  readonly replication: number | Unknown;
  /** The topic's own settings. */
  readonly configs: Readonly<Record<string, string>>;
}

export function shapeOf({ partitions }: Topic, configs: readonly Config[]): TopicShape {
  const own = configs.filter((config) => config.own).map(({ name, value }) => [name, value] as const);
  return {
    partitions: partitions.length,
    replication: Math.min(...replications(partitions)),
    configs: Object.fromEntries(own),
  };
}

/** The different numbers of replicas that the partitions have, in ascending order: normally one. */
export function replications(partitions: readonly Partition[]): readonly number[] {
  return [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b);
}

export function shapeValue({ partitions, replication, configs }: TopicShape): ValueMap {
  return { partitions, replication, configs };
}

/** Reads back what `shapeValue` has made; nothing from any other value. */
export function readShape(value: Value): TopicShape | undefined {
  if (!isMap(value)) return undefined;
  const { partitions, replication, configs } = value;
  if (!isCount(partitions) || !isCount(replication) || configs === undefined || !isMap(configs)) return undefined;
  const texts = Object.entries(configs).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : []));
  return { partitions, replication, configs: Object.fromEntries(texts) as Record<string, string> };
}

function isCount(value: Value | undefined): value is number | Unknown {
  return typeof value === "number" || value instanceof Unknown;
}

/** The partitions that lack a leader or in-sync replicas, each in words; none: the topic is whole. */
export function unsettled({ partitions }: Topic): readonly string[] {
  return partitions.flatMap(({ id, leader, replicas, isr }) => {
    if (leader === undefined) return [`partition ${id} has no leader`];
    const missing = replicas.filter((replica) => !isr.includes(replica));
    return missing.length > 0 ? [`partition ${id} is not in sync on broker ${missing.join(", ")}`] : [];
  });
}

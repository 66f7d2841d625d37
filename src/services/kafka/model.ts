import type { Outcome } from "../../errors/fault.ts";

/** Where a broker listens, as the host sees it. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A broker with the address that it advertises. */
export interface Broker extends Address {
  /** The broker's node.id. */
  readonly id: number;
}

/** The brokers that form one Kafka. */
export interface Cluster {
  readonly brokers: readonly Broker[];
}

/** Who keeps a part of a topic. */
export interface Partition {
  readonly id: number;
  /** The leading broker's id; nothing while there is none. */
  readonly leader: number | undefined;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** A topic that exists. */
export interface Topic {
  readonly name: string;
  /** Whether it is one of Kafka's own. */
  readonly internal: boolean;
  /** In the order of their ids. */
  readonly partitions: readonly Partition[];
}

/** A setting in force for a topic. */
export interface Config {
  readonly name: string;
  readonly value: string;
  /** Whether it is set on the topic itself; otherwise it comes from the brokers or is Kafka's default. */
  readonly own: boolean;
}

/** How far a partition has come. */
export interface PartitionOffsets {
  readonly partition: number;
  /** The first offset that is still kept. */
  readonly earliest: number;
  /** The offset that the next record will get. */
  readonly latest: number;
}

/** A broker that is listed but does not answer, and why. */
export interface Silent {
  readonly broker: Broker;
  readonly reason: string;
}

/** A topic to create. */
export interface NewTopic {
  readonly name: string;
  /** Left out: the brokers' default. */
  readonly partitions?: number;
  readonly replication?: number;
  /** Brokers by partition, the preferred leader first: instead of `partitions` and `replication`. */
  readonly assignments?: readonly (readonly number[])[];
  readonly configs: Readonly<Record<string, string>>;
}

/** What tells one cluster from another. */
export interface KafkaTarget {
  /** `HOST:PORT` of some brokers, as the host sees them. */
  readonly bootstrap: readonly string[];
}

/** What only reads. */
export interface KafkaReader {
  /** The brokers that are registered and not fenced off, by id. */
  cluster(): Promise<Outcome<Cluster>>;
  /** Those of the named topics that exist, or all; by name. */
  topics(names?: readonly string[]): Promise<Outcome<readonly Topic[]>>;
  /** Every setting in force for a topic that exists, by name. */
  configs(topic: string): Promise<Outcome<readonly Config[]>>;
  /** By partition, asked of the leaders. */
  offsets(topic: string): Promise<Outcome<readonly PartitionOffsets[]>>;
  /** Asks each broker at the address it advertises. */
  silent(brokers: readonly Broker[]): Promise<readonly Silent[]>;
}

/** What writes. A fault of a lost connection leaves open whether it was done. */
export interface KafkaWriter {
  createTopic(topic: NewTopic): Promise<Outcome<void>>;
  /** Makes the topic have `count` partitions; there may only be more of them. */
  addPartitions(topic: string, count: number): Promise<Outcome<void>>;
  /** Sets these settings on the topic and leaves its others as they are. */
  alterConfigs(topic: string, configs: Readonly<Record<string, string>>): Promise<Outcome<void>>;
  deleteTopic(topic: string): Promise<Outcome<void>>;
}

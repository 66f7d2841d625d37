import type { Outcome } from "../../errors/fault.ts";

/** The address where a broker listens, as the host sees it. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A broker and the address that it advertises. */
export interface Broker extends Address {
  /** The broker's node.id. */
  readonly id: number;
}

/** The brokers that form one Kafka. */
export interface Cluster {
  readonly brokers: readonly Broker[];
}

/** A partition of a topic and the brokers that hold it. */
export interface Partition {
  readonly id: number;
  /** The leader's broker id; undefined if the partition has no leader. */
  readonly leader: number | undefined;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** A topic that exists. */
export interface Topic {
  readonly name: string;
  /** Whether Kafka itself created it. */
  readonly internal: boolean;
  /** Sorted by id. */
  readonly partitions: readonly Partition[];
}

/** An effective setting of a topic. */
export interface Config {
  readonly name: string;
  readonly value: string;
  /** Whether it is set on the topic itself, not on the brokers or by default. */
  readonly own: boolean;
}

/** The range of offsets in a partition. */
export interface PartitionOffsets {
  readonly partition: number;
  /** The first offset that is still stored. */
  readonly earliest: number;
  /** The offset of the next record. */
  readonly latest: number;
}

/** A broker that is listed but does not answer, and why. */
export interface SilentBroker {
  readonly broker: Broker;
  readonly reason: string;
}

/** A topic to create. */
export interface NewTopic {
  readonly name: string;
  /** Omitted: the brokers' default. */
  readonly partitions?: number;
  readonly replication?: number;
  /** Brokers by partition, the preferred leader first; replaces `partitions` and `replication`. */
  readonly assignments?: readonly (readonly number[])[];
  readonly configs: Readonly<Record<string, string>>;
}

/** Identifies a cluster. */
export interface KafkaTarget {
  /** `HOST:PORT` of some brokers, as the host sees them. */
  readonly bootstrap: readonly string[];
}

/** Requests that only read. */
export interface KafkaReader {
  /** The brokers that are registered and not fenced, sorted by id. */
  cluster(): Promise<Outcome<Cluster>>;
  /** Those of the named topics that exist, or all topics; sorted by name. */
  topics(names?: readonly string[]): Promise<Outcome<readonly Topic[]>>;
  /**
   * Every effective setting of an existing topic, sorted by name; undefined if the broker that answers does not know the
   * topic. Just after a topic was created or deleted, brokers disagree about it.
   */
  configs(topic: string): Promise<Outcome<readonly Config[] | undefined>>;
  /** By partition, as its leader reports them. */
  offsets(topic: string): Promise<Outcome<readonly PartitionOffsets[]>>;
  /** Queries each broker at the address it advertises, and returns those that do not answer. */
  silent(brokers: readonly Broker[]): Promise<readonly SilentBroker[]>;
}

/** Requests that write. If the connection is lost, the request may have been carried out. */
export interface KafkaWriter {
  createTopic(topic: NewTopic): Promise<Outcome<void>>;
  /** Raises the number of partitions to `count`. */
  addPartitions(topic: string, count: number): Promise<Outcome<void>>;
  /** Sets these settings of the topic, resets those in `reset` to the brokers' default, and keeps its others. */
  alterConfigs(
    topic: string,
    configs: Readonly<Record<string, string>>,
    reset?: readonly string[],
  ): Promise<Outcome<void>>;
  deleteTopic(topic: string): Promise<Outcome<void>>;
}

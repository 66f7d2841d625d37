import type { Outcome } from "../../errors/fault.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { Login } from "../http/login.ts";
import type { PartitionOffsets } from "../kafka/model.ts";

/** Druid's router as the host sees it. */
export interface DruidTarget {
  readonly url: string;
  /** Nothing where it asks for none. */
  readonly login: Login | undefined;
}

export interface SupervisorStatus {
  readonly state: string;
  readonly detailed: string;
  readonly healthy: boolean;
  readonly suspended: boolean;
  /** How many tasks read, and for how many seconds the longest of them has. */
  readonly active: number;
  readonly steady: number;
  /** How many tasks hand their segments over. */
  readonly publishing: number;
  /** By partition: the offset that is read next, as far as Druid tells. */
  readonly offsets: Readonly<Record<string, number>>;
  readonly lag: number;
  /** Whether Druid has looked yet how far the topic has come: before that, its lag says nothing. */
  readonly counted: boolean;
  /** The newest first. */
  readonly errors: readonly string[];
}

export interface Supervisor {
  /** As Druid stores it, its defaults filled in. */
  readonly spec: ValueMap;
  readonly status: SupervisorStatus;
  /** What the newest task that has ended fell over; nothing where it went well. */
  readonly failed: string | undefined;
}

export interface DruidQuery {
  readonly query: string;
  readonly parameters: readonly { readonly type: string; readonly value: Value }[];
  readonly context: ValueMap;
  readonly seconds: number;
}

export interface DruidReader {
  /** Nothing where there is no such supervisor, or it was terminated. */
  supervisor(id: string): Promise<Outcome<Supervisor | undefined>>;
  /** What Kafka still keeps of a topic, asked of the brokers that the supervisor asks; nothing where they do not answer the host. */
  kafkaOffsets(bootstrap: string, topic: string): Promise<readonly PartitionOffsets[] | undefined>;
  rows(query: DruidQuery): Promise<Outcome<readonly ValueMap[]>>;
  /** A datasource's own retention rules; none where the defaults of the cluster hold. */
  rules(datasource: string): Promise<Outcome<readonly Value[]>>;
  compaction(datasource: string): Promise<Outcome<ValueMap | undefined>>;
  /** The tasks that the overlord calls running on a worker, by its URL, though the worker has none of that name. */
  lostTasks(worker: string): Promise<Outcome<readonly string[]>>;
}

export interface DruidWriter {
  /** Makes a supervisor, or changes the one with its id; one that has the same spec goes on undisturbed. */
  submit(spec: ValueMap): Promise<Outcome<void>>;
  suspend(id: string): Promise<Outcome<void>>;
  resume(id: string): Promise<Outcome<void>>;
  terminate(id: string): Promise<Outcome<void>>;
  setRules(datasource: string, rules: readonly Value[]): Promise<Outcome<void>>;
  setCompaction(config: ValueMap): Promise<Outcome<void>>;
  deleteCompaction(datasource: string): Promise<Outcome<void>>;
  /** Ends a task; one that has ended meanwhile is left as it is. */
  endTask(id: string): Promise<Outcome<void>>;
}

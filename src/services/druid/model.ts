import type { Outcome } from "../../errors/fault.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { Login } from "../http/login.ts";
import type { PartitionOffsets } from "../kafka/model.ts";

/** Druid's router as the host sees it. */
export interface DruidTarget {
  readonly url: string;
  /** Undefined if Druid requires none. */
  readonly login: Login | undefined;
}

export interface SupervisorStatus {
  readonly state: string;
  readonly detailed: string;
  readonly healthy: boolean;
  readonly suspended: boolean;
  /** The number of reading tasks. */
  readonly active: number;
  /** For how many seconds the oldest of them has been reading. */
  readonly steady: number;
  /** The number of tasks that are handing over their segments. */
  readonly publishing: number;
  /** By partition: the offset that is read next, as far as Druid reports it. */
  readonly offsets: Readonly<Record<string, number>>;
  readonly lag: number;
  /** Whether Druid already knows the latest offsets of the topic; before that, its lag means nothing. */
  readonly counted: boolean;
  /** The newest first. */
  readonly errors: readonly string[];
}

export interface Supervisor {
  /** As Druid stores it, with its defaults. */
  readonly spec: ValueMap;
  readonly status: SupervisorStatus;
  /** Why the last completed task failed; undefined if it succeeded. */
  readonly failed: string | undefined;
}

export interface DruidQuery {
  readonly query: string;
  readonly parameters: readonly { readonly type: string; readonly value: Value }[];
  readonly context: ValueMap;
  readonly seconds: number;
}

export interface DruidReader {
  /** Undefined if the supervisor does not exist or was terminated. */
  supervisor(id: string): Promise<Outcome<Supervisor | undefined>>;
  /** The offsets that Kafka still has, from the brokers that the supervisor uses; undefined if they do not answer the host. */
  kafkaOffsets(bootstrap: string, topic: string): Promise<readonly PartitionOffsets[] | undefined>;
  rows(query: DruidQuery): Promise<Outcome<readonly ValueMap[]>>;
  /** A datasource's own retention rules; empty if the cluster's defaults apply. */
  rules(datasource: string): Promise<Outcome<readonly Value[]>>;
  compaction(datasource: string): Promise<Outcome<ValueMap | undefined>>;
  /** The tasks that the overlord reports as running on the worker with this URL, or on any, although no such worker has them. */
  lostTasks(worker: string | undefined): Promise<Outcome<readonly string[]>>;
}

export interface DruidWriter {
  /** Creates a supervisor, or updates the one with the same id; if the spec is equal, it continues undisturbed. */
  submit(spec: ValueMap): Promise<Outcome<void>>;
  suspend(id: string): Promise<Outcome<void>>;
  resume(id: string): Promise<Outcome<void>>;
  terminate(id: string): Promise<Outcome<void>>;
  setRules(datasource: string, rules: readonly Value[]): Promise<Outcome<void>>;
  setCompaction(config: ValueMap): Promise<Outcome<void>>;
  deleteCompaction(datasource: string): Promise<Outcome<void>>;
  /** Shuts down a task; succeeds if it has already ended. */
  endTask(id: string): Promise<Outcome<void>>;
}

import type { Outcome } from "../../errors/fault.ts";
import type { Content } from "../../module/content.ts";
import type { S3Target } from "../s3/s3.ts";

/** The JobManager's REST as the host sees it, and the S3 bucket where it keeps its checkpoints. */
export interface FlinkTarget {
  readonly url: string;
  readonly store?: S3Target & { readonly bucket: string; readonly prefix: string };
}

export interface FlinkOverview {
  readonly version: string;
  readonly taskManagers: number;
  readonly slots: number;
  /** Slots that no job holds. */
  readonly free: number;
}

/** How a job is started: what has to be the same for two starts to be the same. */
export interface FlinkRun {
  /** The uploaded jar's file name. */
  readonly jar: string;
  readonly entryClass?: string;
  readonly args: readonly string[];
  readonly parallelism?: number;
  readonly allowNonRestoredState?: boolean;
}

/** A checkpoint or savepoint that a job can be started from. */
export interface Snapshot {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly savepoint: boolean;
}

export interface Checkpoints {
  readonly enabled: boolean;
  /** Whether a cancelled job's checkpoints stay. */
  readonly kept: boolean;
  readonly completed: number;
  readonly failed: number;
  /** The newest that still exists. */
  readonly newest: Snapshot | undefined;
  /** Whether the newest is a savepoint that the job was stopped with. */
  readonly stopped: boolean;
  /** What the job was started from. */
  readonly restored: string | undefined;
}

/** As the list of all jobs has it. */
export interface FlinkJob {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** Likewise; negative while it has not ended. */
  readonly ended: number;
  readonly tasks: { readonly running: number; readonly finished: number; readonly total: number };
}

export interface FlinkJobDetail extends FlinkJob {
  /** How many slots it needs. */
  readonly slots: number;
  /** How it was started, where the one who started it has left that in its parameters. */
  readonly run: FlinkRun | undefined;
  readonly checkpoints: Checkpoints;
}

export interface FlinkJar {
  readonly id: string;
  readonly name: string;
}

export interface FlinkPlan {
  /** What the job calls itself. */
  readonly name: string;
  /** The most that one of its operators has. */
  readonly parallelism: number;
}

export interface FlinkReader {
  overview(): Promise<Outcome<FlinkOverview>>;
  /** All jobs that the JobManager remembers, the newest first. */
  jobs(): Promise<Outcome<readonly FlinkJob[]>>;
  job(job: FlinkJob): Promise<Outcome<FlinkJobDetail>>;
  jars(): Promise<Outcome<readonly FlinkJar[]>>;
  /** How often a job that runs has been restarted by itself; nothing where that is not told. */
  restarts(id: string): Promise<Outcome<number | undefined>>;
  /** The newest checkpoint or savepoint in the store of jobs whose ids begin so; nothing without a store, too. */
  find(idPrefix: string): Promise<Outcome<string | undefined>>;
  /** What the job last fell over, shortened. */
  problem(id: string): Promise<readonly string[]>;
}

export interface FlinkStart {
  readonly id: string;
  readonly run: FlinkRun;
  readonly from: string | undefined;
}

export interface FlinkWriter extends FlinkReader {
  /** The uploaded jar's id. */
  upload(name: string, jar: Content, seconds: number): Promise<Outcome<string>>;
  deleteJar(id: string): Promise<Outcome<void>>;
  /** Has the JobManager run the program as far as its plan, and start nothing. */
  plan(jarId: string, run: FlinkRun): Promise<Outcome<FlinkPlan>>;
  start(jarId: string, start: FlinkStart): Promise<Outcome<void>>;
  /** Stops a job with a savepoint, whose path it gives, and waits until it has ended. */
  stop(id: string, folder: string | undefined, seconds: number): Promise<Outcome<string>>;
  /** Ends a job without a savepoint, and waits until it has ended. */
  cancel(id: string, seconds: number): Promise<Outcome<void>>;
  /** Looks every second until `done` says so, at most for that long; gives what was seen last. */
  watch(id: string, done: (job: FlinkJobDetail) => boolean, seconds: number): Promise<Outcome<FlinkJobDetail>>;
  /** An id for a job to start: the digest of its run, and the moment. */
  newId(digest: string): string;
}

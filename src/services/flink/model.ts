import type { Outcome } from "../../errors/fault.ts";
import type { Content } from "../../module/content.ts";
import type { S3Target } from "../s3/s3.ts";

/** The JobManager's REST API as the host sees it, and the S3 bucket where it keeps its checkpoints. */
export interface FlinkTarget {
  readonly url: string;
  readonly store?: S3Target & { readonly bucket: string; readonly prefix: string };
}

export interface FlinkOverview {
  readonly version: string;
  readonly taskManagers: number;
  readonly slots: number;
  /** Slots that no job occupies. */
  readonly free: number;
}

/** How a job is started. Two starts are equivalent if these are equal. */
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
  /** Whether a cancelled job's checkpoints are kept. */
  readonly kept: boolean;
  readonly completed: number;
  readonly failed: number;
  /** The newest snapshot that still exists. */
  readonly newest: Snapshot | undefined;
  /** Whether the newest snapshot is the savepoint with which the job was stopped. */
  readonly stopped: boolean;
  /** The path of the snapshot that the job was started from. */
  readonly restored: string | undefined;
}

/** A job as in the list of all jobs. */
export interface FlinkJob {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** Milliseconds since the epoch; negative until it ends. */
  readonly ended: number;
  readonly tasks: { readonly running: number; readonly finished: number; readonly total: number };
}

export interface FlinkJobDetail extends FlinkJob {
  /** The number of slots it needs. */
  readonly slots: number;
  /** How it was started, if it was started by provision, which records that in its parameters. */
  readonly run: FlinkRun | undefined;
  readonly checkpoints: Checkpoints;
}

export interface FlinkJar {
  readonly id: string;
  readonly name: string;
}

export interface FlinkPlan {
  /** The name that the job gives itself. */
  readonly name: string;
  /** The highest parallelism of its operators. */
  readonly parallelism: number;
}

export interface FlinkReader {
  overview(): Promise<Outcome<FlinkOverview>>;
  /** All jobs that the JobManager knows, the newest first. */
  jobs(): Promise<Outcome<readonly FlinkJob[]>>;
  job(job: FlinkJob): Promise<Outcome<FlinkJobDetail>>;
  jars(): Promise<Outcome<readonly FlinkJar[]>>;
  /** How often Flink has restarted a running job; undefined if it does not report that. */
  restarts(id: string): Promise<Outcome<number | undefined>>;
  /** The newest checkpoint or savepoint of jobs whose ids have this prefix; undefined if there is none, or no store. */
  find(idPrefix: string): Promise<Outcome<string | undefined>>;
  /** The root causes of the job's last failures. */
  problem(id: string): Promise<readonly string[]>;
}

export interface FlinkStart {
  readonly id: string;
  readonly run: FlinkRun;
  readonly from: string | undefined;
}

export interface FlinkWriter extends FlinkReader {
  /** Returns the uploaded jar's id. */
  upload(name: string, jar: Content, seconds: number): Promise<Outcome<string>>;
  deleteJar(id: string): Promise<Outcome<void>>;
  /** Makes the JobManager run the program up to its plan, without starting the job. */
  plan(jarId: string, run: FlinkRun): Promise<Outcome<FlinkPlan>>;
  start(jarId: string, start: FlinkStart): Promise<Outcome<void>>;
  /** Stops a job with a savepoint, waits until it has ended, and returns the savepoint's path. */
  stop(id: string, folder: string | undefined, seconds: number): Promise<Outcome<string>>;
  /** Cancels a job without a savepoint, and waits until it has ended. */
  cancel(id: string, seconds: number): Promise<Outcome<void>>;
  /** Describes a job every second until `isDone` accepts it or time is up; returns the last description. */
  watch(id: string, isDone: (job: FlinkJobDetail) => boolean, seconds: number): Promise<Outcome<FlinkJobDetail>>;
  /** An id for a new job: the digest of its run and the current time. */
  newId(digest: string): string;
}

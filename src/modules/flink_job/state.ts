import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import type { Fault, Outcome } from "../../errors/fault.ts";
import type { Resource } from "../../model/change.ts";
import type { FlinkJar, FlinkJobDetail, FlinkOverview, FlinkRun } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { runOf } from "./run.ts";

/** The observed state of one job. */
export interface FlinkJobState {
  readonly overview: FlinkOverview;
  /** All jobs of that name, ended ones too, newest first. */
  readonly jobs: readonly FlinkJobDetail[];
  readonly jars: readonly FlinkJar[];
  /** The newest state in the checkpoint store; looked up only if Flink itself remembers none. */
  readonly found: string | undefined;
  /** Why the newest job failed, if it has. */
  readonly problem: readonly string[];
}

export function activeOf({ jobs }: FlinkJobState): readonly FlinkJobDetail[] {
  return jobs.filter((job) => !hasEnded(job));
}

/** The state that a job of that name continues from: the one that Flink remembers, that the user names, or that the store has. */
export function snapshotOf({ restore_from }: FlinkJobArgs, { jobs, found }: FlinkJobState): string | undefined {
  return remembered(jobs) ?? restore_from ?? found;
}

/** The newest existing state of these jobs that Flink remembers. */
export function remembered(jobs: readonly FlinkJobDetail[]): string | undefined {
  const existing = jobs.flatMap(({ checkpoints }) => checkpoints.newest ?? []).sort((a, b) => b.at - a.at);
  return existing[0]?.path ?? jobs.map(({ checkpoints }) => checkpoints.restored).find((path) => path !== undefined);
}

/** What a rollback to the running job needs: its jar and its arguments. Undefined unless Flink still has both. */
export function rollbackOf(
  state: FlinkJobState,
  uploaded: readonly FlinkJar[] = [],
): { readonly jarId: string; readonly run: FlinkRun } | undefined {
  const run = activeOf(state)[0]?.run;
  const jar = run && [...state.jars, ...uploaded].find(({ name }) => name === run.jar);
  return jar && { jarId: jar.id, run };
}

/** The desired run; undefined unless the job should run. */
export function desiredRun(args: FlinkJobArgs): Outcome<FlinkRun> | undefined {
  if (args.state !== "running") return undefined;
  if (args.jar) return runOf(args, args.jar);
  return { ok: false, faults: [flinkFault("services/flink-no-jar", { name: args.name })] };
}

/** A fault if there are fewer slots than needed, counting the free ones and those of the job that is replaced. */
export function slotsFault(args: FlinkJobArgs, state: FlinkJobState, needed: number): Fault | undefined {
  const { free, slots: total } = state.overview;
  const usable = free + activeOf(state).reduce((sum, job) => sum + (job.state === "RUNNING" ? job.slots : 0), 0);
  if (needed <= usable) return undefined;
  return flinkFault("services/flink-slots", { name: args.name, desired: needed, usable, total }, { missing: true });
}

export function resourceOf({ name }: FlinkJobArgs): Resource {
  return { kind: "request", name: `flink_job ${name}` };
}

import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import type { Fault, Outcome } from "../../errors/fault.ts";
import type { Resource } from "../../model/change.ts";
import type { FlinkJar, FlinkJobDetail, FlinkOverview, FlinkRun } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { runOf } from "./run.ts";

/** What Flink knows of one job. */
export interface FlinkJobState {
  readonly overview: FlinkOverview;
  /** All of that name, the newest first: those that have ended, too. */
  readonly jobs: readonly FlinkJobDetail[];
  readonly jars: readonly FlinkJar[];
  /** What lies in the store for checkpoints, where Flink itself remembers none. */
  readonly found: string | undefined;
  /** What the newest job fell over, where it has failed. */
  readonly problem: readonly string[];
}

export function activeOf({ jobs }: FlinkJobState): readonly FlinkJobDetail[] {
  return jobs.filter((job) => !hasEnded(job));
}

/** What a job of that name is to go on from: what Flink remembers, else what the user names, else what is found. */
export function snapshotOf({ restore_from }: FlinkJobArgs, { jobs, found }: FlinkJobState): string | undefined {
  return remembered(jobs) ?? restore_from ?? found;
}

/** The newest state that Flink remembers of these jobs and that is left. */
export function remembered(jobs: readonly FlinkJobDetail[]): string | undefined {
  const left = jobs.flatMap(({ checkpoints }) => checkpoints.newest ?? []).sort((a, b) => b.at - a.at);
  return left[0]?.path ?? jobs.map(({ checkpoints }) => checkpoints.restored).find((path) => path !== undefined);
}

/** The jar and the arguments of the job that runs, where Flink still has both. */
export function wayBack(
  state: FlinkJobState,
  brought: readonly FlinkJar[] = [],
): { readonly jarId: string; readonly run: FlinkRun } | undefined {
  const run = activeOf(state)[0]?.run;
  const jar = run && [...state.jars, ...brought].find(({ name }) => name === run.jar);
  return jar && { jarId: jar.id, run };
}

/** What is to run; nothing where nothing is to. */
export function wantedRun(args: FlinkJobArgs): Outcome<FlinkRun> | undefined {
  if (args.state !== "running") return undefined;
  if (args.jar) return runOf(args, args.jar);
  return { ok: false, faults: [flinkFault("services/flink-no-jar", { name: args.name })] };
}

/** What can be had: the free slots, and those of the job that makes room. */
export function slotsFault(args: FlinkJobArgs, state: FlinkJobState, wanted: number): Fault | undefined {
  const { free, slots: total } = state.overview;
  const usable = free + activeOf(state).reduce((sum, job) => sum + (job.state === "RUNNING" ? job.slots : 0), 0);
  if (wanted <= usable) return undefined;
  return flinkFault("services/flink-slots", { name: args.name, desired: wanted, usable, total }, { missing: true });
}

export function resourceOf({ name }: FlinkJobArgs): Resource {
  return { kind: "request", name: `flink_job ${name}` };
}

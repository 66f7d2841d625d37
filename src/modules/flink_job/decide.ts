import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import type { Fault, Outcome } from "../../errors/fault.ts";
import type { Change, Resource } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import type { FlinkJar, FlinkJobDetail, FlinkOverview, FlinkRun } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { digestOf, idOfRun, isJarOf, runOf } from "./run.ts";

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

export function decideJob(args: FlinkJobArgs, state: FlinkJobState, predicted: Predicted): Decision {
  const active = activeOf(state);
  const [first, second] = active;
  if (first && second)
    return refused(flinkFault("services/flink-twice", { name: args.name, ids: active.map(({ id }) => id) }));
  const run = wantedRun(args);
  if (run && !run.ok) return refused(run.faults[0]);
  const foreseen = predicted.get(resourceOf(args));
  if (foreseen !== undefined) return afterwards(args, run?.value, foreseen);
  return run ? decideRun(args, state, run.value) : decideEnd(args, first, state);
}

/** What is to run; nothing where nothing is to. */
export function wantedRun(args: FlinkJobArgs): Outcome<FlinkRun> | undefined {
  if (args.state !== "running") return undefined;
  if (args.jar) return runOf(args, args.jar);
  return { ok: false, faults: [flinkFault("services/flink-no-jar", { name: args.name })] };
}

export function activeOf({ jobs }: FlinkJobState): readonly FlinkJobDetail[] {
  return jobs.filter((job) => !hasEnded(job));
}

function isRun({ id, name }: FlinkJobDetail, run: FlinkRun): boolean {
  return id.startsWith(idOfRun(name, run));
}

/** Whether a job that has ended came to its own end, and not because it was stopped. */
function isDone(job: FlinkJobDetail, run: FlinkRun): boolean {
  return job.state === "FINISHED" && !job.checkpoints.stopped && isRun(job, run);
}

/** After a change that check mode has predicted, only the same again is sure to change nothing. */
function afterwards(args: FlinkJobArgs, run: FlinkRun | undefined, foreseen: Value): Decision {
  const digest = isMap(foreseen) ? foreseen["digest"] : null;
  const same = run ? digest === digestOf(run) : digest === null;
  if (same) return { changes: [], result: unknownResult(args) };
  return { changes: [], result: {}, unpredictable: `job ${args.name} depends on an earlier change` };
}

function decideRun(args: FlinkJobArgs, state: FlinkJobState, run: FlinkRun): Decision {
  const [active] = activeOf(state);
  const [last] = state.jobs;
  if (active && isRun(active, run)) return { changes: [], result: jobResult(args, active) };
  if (last && !active && isDone(last, run)) return { changes: [], result: jobResult(args, last) };
  const fault = slotsFault(args, state, run.parallelism ?? 0);
  if (fault) return refused(fault);
  const from = active ? undefined : snapshotOf(args, state);
  const change: Change = {
    resource: resourceOf(args),
    summary: summaryOf(args, active, last, from),
    before: active ? shownRun(active) : null,
    after: { ...shown(run), digest: digestOf(run) },
  };
  return { changes: [change], result: unknownResult(args), ...warnings(args, state, run, from) };
}

function summaryOf(
  { name }: FlinkJobArgs,
  active: FlinkJobDetail | undefined,
  last: FlinkJobDetail | undefined,
  from: string | undefined,
): string {
  if (active) return `replace job ${name}: stop it with a savepoint, start the new one from there`;
  const start = `start job ${name}`;
  const why = last ? `, which is ${last.state},` : "";
  return from === undefined ? start : `${start}${why} from ${from}`;
}

function decideEnd(args: FlinkJobArgs, active: FlinkJobDetail | undefined, { jobs }: FlinkJobState): Decision {
  const [last] = jobs;
  if (!active) return { changes: [], result: last ? jobResult(args, last) : noJob(args) };
  const how = args.state === "stopped" ? "stop job NAME with a savepoint" : "cancel job NAME";
  const before = shownRun(active);
  const change = { resource: resourceOf(args), summary: how.replace("NAME", args.name), before, after: null };
  return { changes: [change], result: { ...jobResult(args, active), state: args.state } };
}

/** What can be had: the free slots, and those of the job that makes room. */
export function slotsFault(args: FlinkJobArgs, state: FlinkJobState, wanted: number): Fault | undefined {
  const { free, slots: total } = state.overview;
  const usable = free + activeOf(state).reduce((sum, job) => sum + (job.state === "RUNNING" ? job.slots : 0), 0);
  if (wanted <= usable) return undefined;
  return flinkFault("services/flink-slots", { name: args.name, desired: wanted, usable, total }, { missing: true });
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

function warnings(
  { name }: FlinkJobArgs,
  state: FlinkJobState,
  wanted: FlinkRun,
  from: string | undefined,
): { readonly warnings?: readonly string[] } {
  const [active] = activeOf(state);
  const [last] = state.jobs;
  if (active && active.run?.jar !== wanted.jar && !wayBack(state)) {
    return {
      warnings: [
        `job ${name}: if the new one fails, there is no way back, because Flink no longer has the jar of the one that runs`,
      ],
    };
  }
  if (active || from !== undefined) return {};
  if (last && last.checkpoints.completed > 0) {
    return { warnings: [`job ${name} starts without the state of ${last.id}: none of its checkpoints is left`] };
  }
  const forgotten = !last && state.jars.some((jar) => isJarOf(name, jar.name));
  return forgotten
    ? { warnings: [`job ${name} starts without state: Flink has its jar, but has forgotten the job`] }
    : {};
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

export function resourceOf({ name }: FlinkJobArgs): Resource {
  return { kind: "request", name: `flink_job ${name}` };
}

function refused(fault: Fault): Decision {
  return { changes: [], result: {}, fault };
}

/** Of a job that somebody else has started, only its id is known. */
function shownRun({ id, run }: FlinkJobDetail): ValueMap {
  return run ? { ...shown(run), digest: digestOf(run) } : { jar: null, job_id: id };
}

function shown({ jar, entryClass, args, parallelism }: FlinkRun): ValueMap {
  return { jar, entry_class: entryClass ?? null, args: args.join(" "), parallelism: parallelism ?? null };
}

export function jobResult({ name }: FlinkJobArgs, job: FlinkJobDetail): ValueMap {
  return {
    name,
    job_id: job.id,
    state: stateName(job),
    jar: job.run?.jar ?? null,
    slots: job.slots,
    checkpoint: job.checkpoints.newest?.path ?? null,
    restored_from: job.checkpoints.restored ?? null,
  };
}

/** In the words of the argument `state`, where it has one for that. */
function stateName({ state, checkpoints }: FlinkJobDetail): string {
  if (state === "FINISHED" && checkpoints.stopped) return "stopped";
  return state === "CANCELED" ? "cancelled" : state.toLowerCase();
}

function noJob({ name }: FlinkJobArgs): ValueMap {
  return { name, job_id: null, state: "absent", jar: null, slots: 0, checkpoint: null, restored_from: null };
}

function unknownResult({ name }: FlinkJobArgs): ValueMap {
  const unknown = new Unknown(`job ${name} has not been started yet`);
  return {
    name,
    job_id: unknown,
    state: "running",
    jar: unknown,
    slots: unknown,
    checkpoint: unknown,
    restored_from: unknown,
  };
}

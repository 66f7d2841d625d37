import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { FlinkJobDetail, FlinkRun, FlinkStart, FlinkWriter } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { activeOf, slotsFault, snapshotOf, wantedRun, wayBack, type FlinkJobState } from "./state.ts";
import { jobResult } from "./result.ts";
import { isDecided, lacks } from "./health.ts";
import { idOfRun, isJarOf } from "./run.ts";

/** One job that is to be run, and what there is to do it with. */
interface Task {
  readonly args: FlinkJobArgs;
  readonly state: FlinkJobState;
  readonly writer: FlinkWriter;
  readonly run: FlinkRun;
}

interface Jar {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * Everything that can be known to go wrong is looked at while the old job still runs: the jar is there, its program makes a plan, the
 * plan fits. Only then the old job is stopped, and the new one has to prove itself before the old jar is let go.
 */
export async function runJob(
  args: FlinkJobArgs,
  writer: FlinkWriter,
  state: FlinkJobState,
): Promise<Outcome<ValueMap>> {
  const run = wantedRun(args);
  if (!run?.ok) return run ?? good({});
  const task = { args, state, writer, run: run.value };
  const jar = await bringJar(task);
  if (!jar.ok) return jar;
  const fault = await misfit(task, jar.value);
  if (fault) {
    if (jar.value.isNew) await writer.deleteJar(jar.value.id);
    return bad(fault);
  }
  const [old] = activeOf(state);
  const from = old ? await halt(task, old) : good(snapshotOf(args, state));
  if (!from.ok) return from;
  const started = await start(writer, args, { jarId: jar.value.id, run: task.run, from: from.value });
  if (!started.ok || lacks(started.value) !== undefined) return goBack(task, jar.value, from.value, started);
  await sweep(task);
  return good({ ...jobResult(args, started.value), ...(from.value !== undefined && { restored_from: from.value }) });
}

/** Uploads the jar unless Flink has it: after a restart of the JobManager it may have none. */
async function bringJar({ args, state, writer, run }: Task): Promise<Outcome<Jar>> {
  const there = state.jars.find(({ name }) => name === run.jar);
  if (there) return good({ id: there.id, isNew: false });
  if (!args.jar) return bad(flinkFault("services/flink-no-jar", { name: args.name }));
  const id = await writer.upload(run.jar, args.jar, args.timeout);
  return id.ok ? good({ id: id.value, isNew: true }) : id;
}

/** What speaks against the new job, while nothing has been stopped for it yet. */
async function misfit({ args, state, writer, run }: Task, jar: Jar): Promise<Fault | undefined> {
  const plan = await writer.plan(jar.id, run);
  if (!plan.ok) {
    const [{ message }] = plan.faults;
    return flinkFault("services/flink-not-a-job", { jar: args.jar?.label ?? run.jar, reason: message });
  }
  const { name, parallelism } = plan.value;
  if (name !== args.name) return flinkFault("services/flink-name", { desired: args.name, actual: name });
  return slotsFault(args, state, parallelism);
}

/** Ends the job that runs so that its state is kept, and says where that is. */
async function halt({ args, writer, state }: Task, old: FlinkJobDetail): Promise<Outcome<string | undefined>> {
  if (old.state === "RUNNING") return writer.stop(old.id, args.savepoint_dir, args.timeout);
  if (!old.checkpoints.kept && old.checkpoints.completed > 0) {
    return bad(flinkFault("services/flink-state-lost", { name: args.name, state: old.state }));
  }
  const cancelled = await writer.cancel(old.id, args.timeout);
  if (!cancelled.ok) return cancelled;
  const seen = await writer.watch(old.id, hasEnded, args.timeout);
  if (!seen.ok) return seen;
  const others = state.jobs.filter(({ id }) => id !== old.id);
  return good(snapshotOf(args, { ...state, jobs: [seen.value, ...others] }));
}

/** Starts a job and waits until it works; with an answer lost on the way, whether it was started is seen by its id. */
async function start(
  writer: FlinkWriter,
  { name, timeout }: FlinkJobArgs,
  { jarId, run, from }: { jarId: string; run: FlinkRun; from: string | undefined },
): Promise<Outcome<FlinkJobDetail>> {
  const jobs = await writer.jobs();
  if (!jobs.ok) return jobs;
  const others = jobs.value.filter((job) => job.name === name && !hasEnded(job)).map(({ id }) => id);
  const job: FlinkStart = { id: writer.newId(idOfRun(name, run)), run, from };
  if (others.length > 0) return bad(flinkFault("services/flink-twice", { name, ids: [...others, job.id] }));
  const sent = await writer.start(jarId, job);
  const seen = await writer.watch(job.id, isDecided, timeout);
  return seen.ok || sent.ok ? seen : sent;
}

/** The new job has not come to work: it is ended, and the one before started again where that can be done. */
async function goBack(
  { args, state, writer, run }: Task,
  jar: Jar,
  from: string | undefined,
  started: Outcome<FlinkJobDetail>,
): Promise<Outcome<ValueMap>> {
  const why = started.ok ? (lacks(started.value) ?? "") : started.faults[0].message;
  const details = started.ok ? await writer.problem(started.value.id) : [];
  const id = started.ok ? started.value.id : "not started";
  const failed = bad(flinkFault("services/flink-failed", { name: args.name, id, why }, { details }));
  const [old] = activeOf(state);
  if (!old) return failed;
  if (started.ok && !hasEnded(started.value)) {
    const ended = await writer.cancel(started.value.id, args.timeout);
    if (!ended.ok) return bad(ended.faults[0], ...failed.faults);
  }
  const savepoint = from ?? "no savepoint";
  const parameters = { name: args.name, why: `failed: ${why}`, savepoint };
  const way = wayBack(state, [{ id: jar.id, name: run.jar }]);
  const back = way ? await startOld(args, writer, { ...way, from }) : "Flink no longer has its jar or its arguments";
  if (back !== undefined) return bad(flinkFault("services/flink-no-way-back", { ...parameters, back }, { details }));
  if (jar.isNew && way?.jarId !== jar.id) await writer.deleteJar(jar.id);
  return bad(flinkFault("services/flink-rolled-back", parameters, { details }));
}

/** Why the old job could not be started again; nothing where it works. */
async function startOld(
  args: FlinkJobArgs,
  writer: FlinkWriter,
  way: { readonly jarId: string; readonly run: FlinkRun; readonly from: string | undefined },
): Promise<string | undefined> {
  const job = await start(writer, args, way);
  return job.ok ? lacks(job.value) : job.faults[0].message;
}

/** Jars of versions that nothing goes back to any more. That one stays is no reason to fail. */
async function sweep({ args, state, writer, run }: Task): Promise<void> {
  for (const { id, name } of state.jars) {
    if (name !== run.jar && isJarOf(args.name, name)) await writer.deleteJar(id);
  }
}

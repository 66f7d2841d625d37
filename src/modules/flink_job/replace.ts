import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { FlinkJobDetail, FlinkRun, FlinkStart, FlinkWriter } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import type { FlinkJobArgs } from "./args.ts";
import { activeOf, slotsFault, snapshotOf, desiredRun, rollbackOf, type FlinkJobState } from "./state.ts";
import { jobResult } from "./result.ts";
import { isDecided, unhealthiness } from "./health.ts";
import { idOfRun, isJarOf } from "./run.ts";

/** The replacement of one job. */
interface Replacement {
  readonly args: FlinkJobArgs;
  readonly state: FlinkJobState;
  readonly writer: FlinkWriter;
  readonly run: FlinkRun;
}

interface UploadedJar {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * Checks everything that can be checked while the old job still runs: the jar is uploaded, its program builds a plan, the plan fits.
 * Only then is the old job stopped, and the old jar is not deleted before the new job works.
 */
export async function runJob(
  args: FlinkJobArgs,
  writer: FlinkWriter,
  state: FlinkJobState,
): Promise<Outcome<ValueMap>> {
  const run = desiredRun(args);
  if (!run?.ok) return run ?? good({});
  const replacement = { args, state, writer, run: run.value };
  const jar = await ensureJar(replacement);
  if (!jar.ok) return jar;
  const fault = await planFault(replacement, jar.value);
  if (fault) {
    if (jar.value.isNew) await writer.deleteJar(jar.value.id);
    return bad(fault);
  }
  const [old] = activeOf(state);
  const from = old ? await stopOld(replacement, old) : good(snapshotOf(args, state));
  if (!from.ok) return from;
  const started = await start(writer, args, { jarId: jar.value.id, run: replacement.run, from: from.value });
  if (!started.ok || unhealthiness(started.value) !== undefined)
    return rollBack(replacement, jar.value, from.value, started);
  await deleteOldJars(replacement);
  return good({ ...jobResult(args, started.value), ...(from.value !== undefined && { restored_from: from.value }) });
}

/** Uploads the jar unless Flink has it: a restarted JobManager may have lost it. */
async function ensureJar({ args, state, writer, run }: Replacement): Promise<Outcome<UploadedJar>> {
  const uploaded = state.jars.find(({ name }) => name === run.jar);
  if (uploaded) return good({ id: uploaded.id, isNew: false });
  if (!args.jar) return bad(flinkFault("services/flink-no-jar", { name: args.name }));
  const id = await writer.upload(run.jar, args.jar, args.timeout);
  return id.ok ? good({ id: id.value, isNew: true }) : id;
}

/** Why the new job cannot run, found before anything is stopped for it. */
async function planFault({ args, state, writer, run }: Replacement, jar: UploadedJar): Promise<Fault | undefined> {
  const plan = await writer.plan(jar.id, run);
  if (!plan.ok) {
    const [{ message }] = plan.faults;
    return flinkFault("services/flink-not-a-job", { jar: args.jar?.label ?? run.jar, reason: message });
  }
  const { name, parallelism } = plan.value;
  if (name !== args.name) return flinkFault("services/flink-name", { desired: args.name, actual: name });
  return slotsFault(args, state, parallelism);
}

/** Ends the running job so that its state is kept, and returns the path of that state. */
async function stopOld(
  { args, writer, state }: Replacement,
  old: FlinkJobDetail,
): Promise<Outcome<string | undefined>> {
  if (old.state === "RUNNING") return writer.stop(old.id, args.savepoint_dir, args.timeout);
  if (!old.checkpoints.kept && old.checkpoints.completed > 0) {
    return bad(flinkFault("services/flink-state-lost", { name: args.name, state: old.state }));
  }
  const cancelled = await writer.cancel(old.id, args.timeout);
  if (!cancelled.ok) return cancelled;
  const ended = await writer.watch(old.id, hasEnded, args.timeout);
  if (!ended.ok) return ended;
  const others = state.jobs.filter(({ id }) => id !== old.id);
  return good(snapshotOf(args, { ...state, jobs: [ended.value, ...others] }));
}

/** Starts a job and waits until it works. If the answer to the start is lost, the job is recognized by its id. */
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
  const watched = await writer.watch(job.id, isDecided, timeout);
  return watched.ok || sent.ok ? watched : sent;
}

/** Called if the new job does not work: cancels it and, if possible, starts the old one again. */
async function rollBack(
  { args, state, writer, run }: Replacement,
  jar: UploadedJar,
  from: string | undefined,
  started: Outcome<FlinkJobDetail>,
): Promise<Outcome<ValueMap>> {
  const why = started.ok ? (unhealthiness(started.value) ?? "") : started.faults[0].message;
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
  const rollback = rollbackOf(state, [{ id: jar.id, name: run.jar }]);
  const back = rollback
    ? await startOld(args, writer, { ...rollback, from })
    : "Flink no longer has its jar or its arguments";
  if (back !== undefined) return bad(flinkFault("services/flink-no-way-back", { ...parameters, back }, { details }));
  if (jar.isNew && rollback?.jarId !== jar.id) await writer.deleteJar(jar.id);
  return bad(flinkFault("services/flink-rolled-back", parameters, { details }));
}

/** Starts the old job again. Returns why that failed; undefined if it works. */
async function startOld(
  args: FlinkJobArgs,
  writer: FlinkWriter,
  rollback: { readonly jarId: string; readonly run: FlinkRun; readonly from: string | undefined },
): Promise<string | undefined> {
  const job = await start(writer, args, rollback);
  return job.ok ? unhealthiness(job.value) : job.faults[0].message;
}

/** Deletes the jars of versions to which nothing rolls back any more. A jar that cannot be deleted is no reason to fail. */
async function deleteOldJars({ args, state, writer, run }: Replacement): Promise<void> {
  for (const { id, name } of state.jars) {
    if (name !== run.jar && isJarOf(args.name, name)) await writer.deleteJar(id);
  }
}

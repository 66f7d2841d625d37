import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { type Value, isMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import type { FlinkJobDetail, FlinkRun } from "../../services/flink/model.ts";
import type { FlinkJobArgs } from "./args.ts";
import { jobResult, noJob, shown, shownRun, unknownResult } from "./result.ts";
import { digestOf, idOfRun, isJarOf } from "./run.ts";
import { activeOf, resourceOf, slotsFault, snapshotOf, desiredRun, rollbackOf, type FlinkJobState } from "./state.ts";

export function decideJob(args: FlinkJobArgs, state: FlinkJobState, predicted: Predicted): Decision {
  const active = activeOf(state);
  const [first, second] = active;
  if (first && second)
    return failed(flinkFault("services/flink-twice", { name: args.name, ids: active.map(({ id }) => id) }));
  const run = desiredRun(args);
  if (run && !run.ok) return failed(run.faults[0]);
  const future = predicted.get(resourceOf(args));
  if (future !== undefined) return decideAfterChange(args, run?.value, future);
  return run ? decideRun(args, state, run.value) : decideEnd(args, first, state);
}

function isRun({ id, name }: FlinkJobDetail, run: FlinkRun): boolean {
  return id.startsWith(idOfRun(name, run));
}

/** Whether an ended job has done all its work, rather than been stopped. */
function isDone(job: FlinkJobDetail, run: FlinkRun): boolean {
  return job.state === "FINISHED" && !job.checkpoints.stopped && isRun(job, run);
}

/** After a change that check mode has predicted, only an identical request is certain to change nothing. */
function decideAfterChange(args: FlinkJobArgs, run: FlinkRun | undefined, future: Value): Decision {
  const digest = isMap(future) ? future["digest"] : null;
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
  if (fault) return failed(fault);
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

function warnings(
  { name }: FlinkJobArgs,
  state: FlinkJobState,
  desired: FlinkRun,
  from: string | undefined,
): { readonly warnings?: readonly string[] } {
  const [active] = activeOf(state);
  const [last] = state.jobs;
  if (active && active.run?.jar !== desired.jar && !rollbackOf(state)) {
    return {
      warnings: [
        `Job ${name} cannot be restored if the new version fails, because Flink no longer has the running version's jar.`,
      ],
    };
  }
  if (active || from !== undefined) return {};
  if (last && last.checkpoints.completed > 0) {
    return {
      warnings: [`Job ${name} starts without the state of ${last.id}, because none of its checkpoints is left.`],
    };
  }
  const forgotten = !last && state.jars.some((jar) => isJarOf(name, jar.name));
  return forgotten
    ? { warnings: [`Job ${name} starts without state: Flink has its jar but no record of the job.`] }
    : {};
}

function failed(fault: Fault): Decision {
  return { changes: [], result: {}, fault };
}

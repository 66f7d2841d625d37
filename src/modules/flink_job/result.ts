import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import type { FlinkJobDetail, FlinkRun } from "../../services/flink/model.ts";
import type { FlinkJobArgs } from "./args.ts";
import { digestOf } from "./run.ts";

/** Of a job that was started by other means, only the id is known. */
export function shownRun({ id, run }: FlinkJobDetail): ValueMap {
  return run ? { ...shown(run), digest: digestOf(run) } : { jar: null, job_id: id };
}

export function shown({ jar, entryClass, args, parallelism }: FlinkRun): ValueMap {
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

/** The value of the argument `state` that means the same, if there is one. */
function stateName({ state, checkpoints }: FlinkJobDetail): string {
  if (state === "FINISHED" && checkpoints.stopped) return "stopped";
  return state === "CANCELED" ? "cancelled" : state.toLowerCase();
}

export function noJob({ name }: FlinkJobArgs): ValueMap {
  return { name, job_id: null, state: "absent", jar: null, slots: 0, checkpoint: null, restored_from: null };
}

export function unknownResult({ name }: FlinkJobArgs): ValueMap {
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

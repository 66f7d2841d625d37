import { type Outcome, good } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { FlinkJobDetail, FlinkWriter } from "../../services/flink/model.ts";
import type { FlinkJobArgs } from "./args.ts";
import { runJob } from "./replace.ts";
import { jobResult } from "./result.ts";
import { activeOf, type FlinkJobState } from "./state.ts";

export async function applyJob(
  args: FlinkJobArgs,
  _changes: unknown,
  writer: FlinkWriter,
  state: FlinkJobState,
): Promise<Outcome<ValueMap>> {
  const [active] = activeOf(state);
  if (args.state === "running" || !active) return runJob(args, writer, state);
  return args.state === "stopped" ? stop(args, writer, active) : cancel(args, writer, active);
}

async function stop(args: FlinkJobArgs, writer: FlinkWriter, job: FlinkJobDetail): Promise<Outcome<ValueMap>> {
  const savepoint = await writer.stop(job.id, args.savepoint_dir, args.timeout);
  return savepoint.ok ? good({ ...jobResult(args, job), state: "stopped", checkpoint: savepoint.value }) : savepoint;
}

async function cancel(args: FlinkJobArgs, writer: FlinkWriter, job: FlinkJobDetail): Promise<Outcome<ValueMap>> {
  const cancelled = await writer.cancel(job.id, args.timeout);
  return cancelled.ok ? good({ ...jobResult(args, job), state: "cancelled" }) : cancelled;
}

import type { Settled } from "../../module/contract.ts";
import type { FlinkJobDetail } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";

/** Why a job is not working yet; undefined if it works, or has done all its work. */
export function unhealthiness({ state, tasks, checkpoints }: FlinkJobDetail): string | undefined {
  if (state === "FINISHED") return undefined;
  if (state !== "RUNNING") return `it is ${state}`;
  const { running, finished, total } = tasks;
  if (running + finished < total) return `${running} of its ${total} tasks are running`;
  return checkpoints.enabled && checkpoints.completed === 0 ? "it has not completed a checkpoint yet" : undefined;
}

/** Whether waiting is over: the job works, or has ended. */
export function isDecided(job: FlinkJobDetail): boolean {
  return unhealthiness(job) === undefined || hasEnded(job);
}

/** The health of a job that should run. */
export function healthOf(name: string, job: FlinkJobDetail): Settled | { readonly is: "ended"; readonly why: string } {
  const why = unhealthiness(job);
  if (why === undefined) return { is: "settled" };
  return hasEnded(job) ? { is: "ended", why } : { is: "waiting", for: `job ${name}: ${why}` };
}

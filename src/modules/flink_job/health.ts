import type { Settled } from "../../module/contract.ts";
import type { FlinkJobDetail } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";

/** What a job still lacks; nothing where it does its work, or has done all of it. */
export function lacks({ state, tasks, checkpoints }: FlinkJobDetail): string | undefined {
  if (state === "FINISHED") return undefined;
  if (state !== "RUNNING") return `it is ${state}`;
  const { running, finished, total } = tasks;
  if (running + finished < total) return `${running} of its ${total} tasks run`;
  return checkpoints.enabled && checkpoints.completed === 0 ? "it has not completed a checkpoint yet" : undefined;
}

/** Whether there is nothing more to wait for: it works, or will never. */
export function isDecided(job: FlinkJobDetail): boolean {
  return lacks(job) === undefined || hasEnded(job);
}

/** How a job stands that is to run. */
export function healthOf(name: string, job: FlinkJobDetail): Settled | { readonly is: "ended"; readonly why: string } {
  const why = lacks(job);
  if (why === undefined) return { is: "settled" };
  return hasEnded(job) ? { is: "ended", why } : { is: "waiting", for: `job ${name}: ${why}` };
}

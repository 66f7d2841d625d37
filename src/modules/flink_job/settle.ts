import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import type { Settled } from "../../module/contract.ts";
import type { FlinkJobArgs } from "./args.ts";
import { healthOf } from "./health.ts";
import { activeOf, type FlinkJobState } from "./state.ts";

export function checkJob(args: FlinkJobArgs, state: FlinkJobState): Settled {
  const { name } = args;
  const job = activeOf(state)[0] ?? state.jobs[0];
  if (args.state !== "running") {
    return activeOf(state).length === 0 ? { is: "settled" } : { is: "waiting", for: `job ${name} to end` };
  }
  if (!job) return { is: "waiting", for: `job ${name} to appear` };
  const health = healthOf(name, job);
  if (health.is !== "ended") return health;
  return {
    is: "failed",
    fault: flinkFault("services/flink-failed", { name, id: job.id, why: health.why }, { details: state.problem }),
  };
}

import { druidFault } from "../../errors/catalogue/services/druid.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Settled } from "../../module/contract.ts";
import type { Supervisor } from "../../services/druid/model.ts";
import { type SupervisorArgs, type DesiredSupervisor, desiredOf } from "./args.ts";
import { differingOf } from "./decide.ts";
import { gapFault } from "./gap.ts";
import { unhealthiness, suspensionPending } from "./health.ts";
import type { SupervisorState } from "./probe.ts";

export function checkSupervisor(args: SupervisorArgs, state: SupervisorState): Settled {
  const desired = desiredOf(args);
  if (!desired.ok) return { is: "failed", fault: desired.faults[0] };
  const { id } = desired.value;
  const { supervisor } = state;
  if (args.state === "terminated") {
    return supervisor ? { is: "waiting", for: `supervisor ${id} to end` } : { is: "settled" };
  }
  if (!supervisor) return { is: "waiting", for: `supervisor ${id} to appear` };
  const fault = permanentFault(desired.value, state, supervisor);
  if (fault) return { is: "failed", fault };
  const pending = args.state === "suspended" ? suspensionPending(supervisor) : unhealthiness(supervisor);
  return pending === undefined || !args.wait
    ? { is: "settled" }
    : { is: "waiting", for: `supervisor ${id}: ${pending}` };
}

/** A fault that waiting does not cure. */
function permanentFault(desired: DesiredSupervisor, { kept }: SupervisorState, found: Supervisor): Fault | undefined {
  const paths = differingOf(desired, found);
  if (paths.length > 0) return druidFault("services/druid-not-kept", { id: desired.id, paths });
  return gapFault(desired.id, found.status, kept);
}

import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { Change, Resource } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { type Value, type ValueMap, isMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import type { Supervisor } from "../../services/druid/model.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import { type SupervisorArgs, type DesiredSupervisor, desiredOf } from "./args.ts";
import type { SupervisorState } from "./probe.ts";

export function decideSupervisor(args: SupervisorArgs, state: SupervisorState, predicted: Predicted): Decision {
  const desired = desiredOf(args);
  if (!desired.ok) return { changes: [], result: {}, fault: desired.faults[0] };
  const { id } = desired.value;
  const future = predicted.get(resourceOf(id));
  if (future !== undefined) return decideAfterChange(args, desired.value, future);
  const steps = stepsOf(args, desired.value, state.supervisor);
  if (!steps.ok) return { changes: [], result: {}, fault: steps.faults[0] };
  const differing = differingOf(desired.value, state.supervisor);
  const result = resultOf(id, state.supervisor, differing);
  const [step] = steps.value;
  if (step === undefined) return { changes: [], result };
  const change: Change = {
    resource: resourceOf(id),
    summary: summaryOf(step, id, state.supervisor, differing),
    before: shownSupervisor(desired.value, state.supervisor),
    after:
      args.state === "terminated"
        ? null
        : { state: args.state, ...(desired.value.spec && { spec: desired.value.spec }) },
  };
  return { changes: [change], result: { ...result, ...unknowns(args) } };
}

function decideAfterChange(args: SupervisorArgs, { id, spec }: DesiredSupervisor, future: Value): Decision {
  const state = isMap(future) ? future["state"] : "terminated";
  const same = state === args.state && (!spec || (isMap(future) && differences(spec, future["spec"]).length === 0));
  if (same) return { changes: [], result: { id, ...unknowns(args), differing: [] } };
  return { changes: [], result: {}, unpredictable: `supervisor ${id} depends on an earlier change` };
}

type Step = "submit" | "suspend" | "resume" | "terminate";

/** The steps towards the desired state, in order. */
export function stepsOf(
  { state }: SupervisorArgs,
  desired: DesiredSupervisor,
  found: Supervisor | undefined,
): Outcome<readonly Step[]> {
  if (state === "terminated") return good(found ? ["terminate"] : []);
  if (!found && !desired.spec)
    return bad(druidFault("services/druid-no-supervisor", { id: desired.id }, { missing: true }));
  if (!found || differingOf(desired, found).length > 0) return good(["submit"]);
  if (found.status.suspended === (state === "suspended")) return good([]);
  return good([state === "suspended" ? "suspend" : "resume"]);
}

export function differingOf({ spec }: DesiredSupervisor, found: Supervisor | undefined): readonly string[] {
  return spec && found ? differences(spec, found.spec) : [];
}

function resourceOf(id: string): Resource {
  return { kind: "request", name: `druid_supervisor ${id}` };
}

function summaryOf(step: Step, id: string, found: Supervisor | undefined, differing: readonly string[]): string {
  if (step !== "submit") return `${step} supervisor ${id}`;
  return found ? `change ${differing.join(", ")} of supervisor ${id}` : `create supervisor ${id}`;
}

/** Only those stored values that the task names, so that Druid's defaults do not hide the difference. */
function shownSupervisor({ spec }: DesiredSupervisor, found: Supervisor | undefined): Value {
  if (!found) return null;
  const state = found.status.suspended ? "suspended" : "running";
  return { state, ...(spec && { spec: withNamesOf(spec, found.spec) }) };
}

function withNamesOf(desired: Value, stored: Value | undefined): Value {
  if (stored === undefined) return null;
  if (differences(desired, stored).length === 0) return desired;
  if (!isMap(desired) || !isMap(stored)) return stored;
  return Object.fromEntries(Object.entries(desired).map(([name, value]) => [name, withNamesOf(value, stored[name])]));
}

function resultOf(id: string, found: Supervisor | undefined, differing: readonly string[]): ValueMap {
  const { state = null, healthy = false, active = 0, lag = 0 } = found?.status ?? {};
  return { id, state, healthy, active_tasks: active, lag, differing };
}

function unknowns({ state }: SupervisorArgs): ValueMap {
  if (state === "terminated") return { state: null, healthy: false, active_tasks: 0, lag: 0 };
  const unknown = new Unknown("the supervisor has not been changed yet");
  return { state: unknown, healthy: unknown, active_tasks: unknown, lag: unknown };
}

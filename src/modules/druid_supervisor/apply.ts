import { type Outcome, good } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { DruidWriter } from "../../services/druid/model.ts";
import { type SupervisorArgs, desiredOf } from "./args.ts";
import { stepsOf } from "./decide.ts";
import type { SupervisorState } from "./probe.ts";

export async function applySupervisor(
  args: SupervisorArgs,
  _changes: unknown,
  writer: DruidWriter,
  state: SupervisorState,
): Promise<Outcome<ValueMap>> {
  const desired = desiredOf(args);
  if (!desired.ok) return desired;
  const steps = stepsOf(args, desired.value, state.supervisor);
  if (!steps.ok) return steps;
  const { id, spec = {} } = desired.value;
  for (const step of steps.value) {
    const done = await (step === "submit"
      ? writer.submit({ ...spec, suspended: args.state === "suspended" })
      : writer[step](id));
    if (!done.ok) return done;
  }
  return good({});
}

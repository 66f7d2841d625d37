import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { OMIT } from "../../language/omit.ts";
import { Unknown } from "../../model/unknown.ts";
import type { HostRun } from "../host-run.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/** A task where it acts, and the other host that it is delegated to. */
export interface PlacedTask {
  readonly task: TaskOnHost;
  /** Undefined if it runs on its own host. */
  readonly delegate: HostRun | undefined;
}

/** Finds out where a task, or one item of its loop, acts. */
export function placed(task: TaskOnHost): Outcome<PlacedTask | Unknown> {
  const { planned, scope, context, run } = task;
  const { delegateTo } = planned.placement;
  if (!delegateTo) return good({ task, delegate: undefined });
  const { origin } = delegateTo;
  const name = evaluate(delegateTo, scope);
  if (!name.ok || name.value instanceof Unknown) return name as Outcome<Unknown>;
  if (name.value === OMIT) return good({ task, delegate: undefined });
  if (typeof name.value !== "string") {
    return bad(runFault("run/not-a-name", { key: "delegate_to", found: describe(name.value) }, { origin }));
  }
  const delegate = context.delegate(name.value);
  if (!delegate.ok) return bad({ ...delegate.faults[0], origin: delegate.faults[0].origin ?? origin });
  if (delegate.value === run) return good({ task, delegate: undefined });
  return good({ task: { ...task, target: delegate.value.target }, delegate: delegate.value });
}

import type { Fault } from "../../errors/fault.ts";
import { findVariable } from "../../language/scope.ts";
import { missingFault, valueFault } from "../../load/specs/faults.ts";
import type { TaskOnHost } from "../task-on-host.ts";

/**
 * The first fault of the variables that a role specifies, checked when the first of its tasks on a host is not skipped: only now are
 * facts, registered results and other hosts' variables known.
 */
export function roleVariableFault({ run, planned, scope }: TaskOnHost): Fault | undefined {
  const { role: use, stage } = planned;
  if (!use || stage === "handler" || run.rolesRun.has(use)) return undefined;
  for (const role of [use.role, ...use.dependencies]) {
    for (const [name, spec] of role.specs) {
      const variable = findVariable(scope.layers, name);
      const value = variable && scope.lookup(name);
      // A value that cannot be evaluated is reported by the task that uses it.
      const fault = value
        ? value.ok && valueFault({ name, spec, role }, variable, value.value)
        : spec.required && missingFault({ name, spec, role }, run.host.name, use.origin);
      if (fault) return fault;
    }
  }
  return undefined;
}

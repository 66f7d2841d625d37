import { planFault } from "../../errors/catalogue/plan.ts";
import type { Fault } from "../../errors/fault.ts";
import { writtenAt, type Variable } from "../../language/scope.ts";
import type { Tree } from "../../language/tree.ts";
import { showOrigin, type Origin } from "../../model/origin.ts";
import type { Value } from "../../model/value.ts";
import type { Role } from "../project.ts";
import { expectation, violationOf } from "./check.ts";
import type { VariableSpec } from "./spec.ts";

/** A role's variable and its specification. */
export interface Specified {
  readonly name: string;
  readonly spec: VariableSpec;
  readonly role: Role;
}

/** The fault of a variable whose value does not meet its specification, at the position of the value. */
export function valueFault({ name, spec, role }: Specified, variable: Variable, value: Value): Fault | undefined {
  if (value === null && mayBeNull(name, spec, role)) return undefined;
  const violation = violationOf(spec, value);
  if (!violation) return undefined;
  const { path, expected, found, hint } = violation;
  const origin = originIn(variable, path);
  const what = [name, ...path].reduce((text, key) => (/^\d+$/.test(key) ? `${text}[${key}]` : `${text}.${key}`));
  const declared = `the role ${role.name} specifies it at ${showOrigin(spec.origin)}`;
  const details = origin ? [declared] : [`set with -e ${name}=…`, declared];
  return planFault("plan/wrong-variable", { what, expected, found, hint }, { origin, details });
}

/** The fault of a variable that a role requires and a host does not have; `origin` is where the role is used. */
export function missingFault({ name, spec, role }: Specified, host: string, origin: Origin): Fault {
  const parameters = { name, role: role.name, host, expected: expectation(spec) };
  const details = [`the role ${role.name} specifies it at ${showOrigin(spec.origin)}`];
  return planFault("plan/missing-variable", parameters, { origin, details });
}

/** As in Ansible, null stands for "not set"; a default that is not null forbids it. */
function mayBeNull(name: string, { required }: VariableSpec, { defaults }: Role): boolean {
  const written = defaults?.entries.get(name)?.value;
  return !required && (written === undefined || (written.kind === "literal" && written.value === null));
}

/** The position of a part of a variable's value, followed as far as the value is written out. */
export function originIn(variable: Variable, path: readonly string[]): Origin | undefined {
  return variable.from === "project" ? originAt(variable.tree, path) : writtenAt(variable);
}

function originAt(tree: Tree, [step, ...rest]: readonly string[]): Origin {
  if (step === undefined) return tree.origin;
  const next =
    tree.kind === "map" ? tree.entries.get(step)?.value : tree.kind === "list" ? tree.items[Number(step)] : undefined;
  return next ? originAt(next, rest) : tree.origin;
}

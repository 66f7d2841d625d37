import { good, type Fault, type Outcome } from "../errors/fault.ts";
import type { LoadedProject } from "../inventory/load-project.ts";
import { evaluate } from "../language/evaluate.ts";
import { createScope, findVariable, type LayeredScope, type Variable } from "../language/scope.ts";
import { sortFaults } from "../load/names.ts";
import type { RoleUse } from "../load/project.ts";
import { isUntyped } from "../load/specs/coerce.ts";
import { textFault } from "../load/specs/declared.ts";
import { missingFault, originIn, valueFault, type Specified } from "../load/specs/faults.ts";
import type { SourceFile } from "../load/specs/source-files.ts";
import type { VariableSpec } from "../load/specs/spec.ts";
import type { Host } from "../model/host.ts";
import type { Value } from "../model/value.ts";
import type { Plan, PlannedPlay } from "./plan.ts";
import { hostLayer, namesSetByTasks } from "./before-run.ts";
import { isSettled } from "./settled.ts";
import { layersFor } from "./variables.ts";

/** What the specified variables of a plan are like before the run. */
export interface CheckedVariables {
  readonly faults: readonly Fault[];
  /** The files of the project that they name. */
  readonly files: readonly SourceFile[];
}

/**
 * Finds variables that do not meet the specifications of the roles that use them, on every host of the plan. Values that depend
 * on facts, on other hosts or on tasks are only known during the run, which checks them when the role starts.
 */
export function checkVariables(loaded: LoadedProject, plan: Plan): CheckedVariables {
  const checks: Checks = {
    loaded,
    checked: new Map(),
    files: new Map(),
    runtimeNames: namesSetByTasks(loaded.project),
  };
  const faults = plan.plays.flatMap((play) =>
    play.batches.flat().flatMap((host) => [...usesOf(play)].flatMap((use) => faultsOfUse({ play, host, use }, checks))),
  );
  return { faults: sortFaults([...textFaults(loaded), ...faults]), files: [...checks.files.values()] };
}

interface Checks {
  readonly loaded: LoadedProject;
  /** The values written out in the project that have been checked, by specification: they are the same on every host. */
  readonly checked: Map<VariableSpec, Set<unknown>>;
  /** By role, variable and name. */
  readonly files: Map<string, SourceFile>;
  /** The names that tasks define: their values are not known yet. */
  readonly runtimeNames: ReadonlySet<string>;
}

interface UseOnHost {
  readonly play: PlannedPlay;
  readonly host: Host;
  readonly use: RoleUse;
}

/** The uses of roles of which the plan runs something. */
function usesOf({ segments }: PlannedPlay): Set<RoleUse> {
  return new Set(segments.flatMap(({ role }) => role ?? []));
}

function faultsOfUse({ play, host, use }: UseOnHost, checks: Checks): Fault[] {
  const specified = [use.role, ...use.dependencies].flatMap((role) =>
    [...role.specs].map(([name, spec]): Specified => ({ name, spec, role })),
  );
  if (specified.length === 0) return [];
  const { inventory, extraVars } = checks.loaded;
  const variables = { inventory, host, registered: { name: "registered", variables: new Map() }, extraVars };
  const layers = [
    ...layersFor(variables, play.play, { role: use, task: undefined }),
    hostLayer(checks.loaded.inventory, host),
  ];
  const scope = createScope(layers, checks.loaded.typing);
  return specified.flatMap((one) => faultOf(one, { host, use, scope }, checks) ?? []);
}

interface HostScope {
  readonly host: Host;
  readonly use: RoleUse;
  readonly scope: LayeredScope;
}

function faultOf(one: Specified, { host, use, scope }: HostScope, checks: Checks): Fault | undefined {
  const { name, spec } = one;
  if (checks.runtimeNames.has(name)) return undefined;
  const variable = findVariable(scope.layers, name);
  if (!variable) {
    // Where a condition decides whether the role runs, the run reports it.
    const isKnown = spec.required && use.when.length === 0;
    return isKnown ? missingFault(one, host.name, use.origin) : undefined;
  }
  if (variable.from === "engine") return undefined;
  if (variable.from === "project") {
    if (isKnownGood(variable.tree, spec, checks)) return undefined;
    if (!isSettled(variable.tree, scope.layers, checks.runtimeNames)) return undefined;
  }
  const value = valueOf(name, variable, scope);
  // A value that cannot be evaluated is reported where it is used.
  return value?.ok ? checkValue({ one, use, variable, value: value.value }, checks) : undefined;
}

/** A value whose author could write its type must have the right one: quotes around a truth value are a mistake. */
function valueOf(name: string, variable: Variable, scope: LayeredScope): Outcome<Value> | undefined {
  if (isUntyped(variable) || variable.from === "engine") return scope.lookup(name);
  return variable.from === "data" ? good(variable.value) : evaluate(variable.tree, scope);
}

/** Text of `-e` for variables that no role specifies, but that are numbers or truth values wherever the project defines them. */
function textFaults({ extraVars, types, typing }: LoadedProject): Fault[] {
  return [...extraVars.variables].flatMap(([name, variable]) => {
    const declared = types.specsOf(name).length === 0 ? types.declared.get(name) : undefined;
    if (!declared || variable.from !== "data" || !isUntyped(variable)) return [];
    const value = typing(name, variable.value, variable);
    return typeof value === "string" ? [textFault(name, value, declared)] : [];
  });
}

interface Known {
  readonly one: Specified;
  readonly use: RoleUse;
  readonly variable: Variable;
  readonly value: Value;
}

/** The fault of a known value. Without one, a file that it names is added to the files. */
function checkValue({ one, use, variable, value }: Known, { files }: Checks): Fault | undefined {
  const fault = valueFault(one, variable, value);
  const { name, role, spec } = one;
  const isRead = use.when.length === 0 && (use.only ?? "tasks") === "tasks";
  if (fault || !spec.source || !isRead || typeof value !== "string" || value === "") return fault;
  const file = { variable: name, role: role.name, name: value, origin: originIn(variable, []), ...spec.source };
  files.set(`${role.name} ${name} ${value}`, file);
  return undefined;
}

/** Whether the same literal has been checked before; its fault, if any, has been reported. */
function isKnownGood(tree: { readonly kind: string }, spec: VariableSpec, { checked }: Checks): boolean {
  if (tree.kind !== "literal") return false;
  const trees = checked.get(spec) ?? new Set();
  checked.set(spec, trees);
  return trees.has(tree) || !trees.add(tree);
}

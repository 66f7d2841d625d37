import type { Fault } from "../errors/fault.ts";
import type { LoadedProject } from "../inventory/load-project.ts";
import { createScope, findVariable, type LayeredScope } from "../language/scope.ts";
import { sortFaults } from "../load/names.ts";
import type { RoleUse } from "../load/project.ts";
import { missingFault, valueFault, type Specified } from "../load/specs/faults.ts";
import type { VariableSpec } from "../load/specs/spec.ts";
import type { Host } from "../model/host.ts";
import type { Plan, PlannedPlay } from "./plan.ts";
import { hostLayer, namesSetByTasks } from "./before-run.ts";
import { isSettled } from "./settled.ts";
import { layersFor } from "./variables.ts";

/**
 * Faults of variables that do not meet the specifications of the roles that use them, on every host of the plan. Values that depend
 * on facts, on other hosts or on tasks are only known during the run, which checks them when the role starts.
 */
export function variableFaults(loaded: LoadedProject, plan: Plan): Fault[] {
  const checks: Checks = { loaded, checked: new Map(), runtimeNames: namesSetByTasks(loaded.project) };
  const faults = plan.plays.flatMap((play) =>
    play.batches.flat().flatMap((host) => [...usesOf(play)].flatMap((use) => faultsOfUse({ play, host, use }, checks))),
  );
  return sortFaults(faults);
}

interface Checks {
  readonly loaded: LoadedProject;
  /** The values written out in the project that have been checked, by specification: they are the same on every host. */
  readonly checked: Map<VariableSpec, Set<unknown>>;
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
  const scope = createScope(layers);
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
  if (variable.from === "data") return valueFault(one, variable, variable.value);
  if (variable.from === "engine" || isKnownGood(variable.tree, spec, checks)) return undefined;
  if (!isSettled(variable.tree, scope.layers, checks.runtimeNames)) return undefined;
  // A value that cannot be evaluated is reported where it is used.
  const value = scope.lookup(name);
  return value?.ok ? valueFault(one, variable, value.value) : undefined;
}

/** Whether the same literal has been checked before; its fault, if any, has been reported. */
function isKnownGood(tree: { readonly kind: string }, spec: VariableSpec, { checked }: Checks): boolean {
  if (tree.kind !== "literal") return false;
  const trees = checked.get(spec) ?? new Set();
  checked.set(spec, trees);
  return trees.has(tree) || !trees.add(tree);
}

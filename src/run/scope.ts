import { collect, good, type Outcome } from "../errors/fault.ts";
import { evaluate } from "../language/evaluate.ts";
import { OMIT } from "../language/omit.ts";
import { createScope, type Layer, type LayeredScope, type Typing, type Variable } from "../language/scope.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { hostLayers } from "../inventory/variables.ts";
import type { Provider, RoleUse } from "../load/project.ts";
import type { Host } from "../model/host.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";
import { withSetters } from "../plan/set-by.ts";
import { lookupsFor } from "./task/lookups.ts";
import { groupNames, hostLayer } from "../plan/before-run.ts";
import { layersFor } from "../plan/variables.ts";
import type { HostRun } from "./host-run.ts";
import type { RunHosts } from "./places/hosts.ts";

/** What the variables of all hosts are made from. */
export interface ScopeSources {
  readonly root: string;
  readonly inventory: Inventory;
  readonly extraVars: Layer;
  /** Gives values the types that the project declares. */
  readonly typing?: Typing;
  readonly hosts: Pick<RunHosts, "get">;
  /** Whether anything in the project uses `hostvars`: computing them is not free. */
  readonly usesHostvars: boolean;
  /** The roles that declare something under `provides`; empty unless anything in the project uses `project_roles`. */
  readonly providers: readonly Provider[];
  /** The names of secrets that are declared but were not generated yet: in a check, they are unknown. */
  readonly missingSecrets: readonly string[];
  /** Variables that are the same on every host and in every play: `check_mode` and others. */
  readonly magic: ValueMap;
  /** The environment that provision runs in. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Digests by the names of images; undefined without a lock file. */
  readonly locked?: ReadonlyMap<string, string> | undefined;
}

/** What a task sees of the includes around it, and of roles whose variables are public. */
export interface Around {
  readonly roles: readonly RoleUse[];
  readonly includeLayers: readonly Layer[];
}

/** The variables that a task can use on a host. */
export function taskScope(
  sources: ScopeSources,
  run: HostRun,
  play: PlannedPlay,
  planned: Pick<PlannedTask, "role" | "task"> & Partial<Around>,
): LayeredScope {
  const { inventory, extraVars } = sources;
  const variables = { inventory, host: hostNow(inventory, run), ...setLayers(run), extraVars };
  const roles: Variable = { from: "engine", compute: () => projectRoles(sources, run, play) };
  const computed = { name: "engine", variables: new Map([["project_roles", roles]]) };
  const layers = layersFor(variables, play.play, planned);
  const lookups = lookupsFor(planned.task.search, sources.env);
  return createScope([...layers, engineLayer(sources, run, play, planned.role), computed], sources.typing, lookups);
}

/** What each role declares under `provides`, evaluated with the variables that the role itself sees on this host. */
function projectRoles(sources: ScopeSources, run: HostRun, play: PlannedPlay): Outcome<Value> {
  const { inventory, extraVars, providers } = sources;
  const variables = { inventory, host: hostNow(inventory, run), ...setLayers(run), extraVars };
  return collect(
    providers.map(({ use, provides }): Outcome<Value> => {
      const layers = layersFor(variables, play.play, { role: use, task: undefined });
      // Without `project_roles`: a declaration cannot depend on all declarations.
      const shown = { ...provides, entries: new Map([...provides.entries].filter(([key]) => key !== ONLY_FOR_LOCKS)) };
      const value = evaluate(shown, createScope([...layers, engineLayer(sources, run, play, use)], sources.typing));
      return value.ok ? good({ name: use.role.name, provides: withSetters(provides, value.value, layers) }) : value;
    }),
  );
}

/** It has passwords of registries, and no role needs it. */
const ONLY_FOR_LOCKS = "registries";

/** What tasks have set on a host; nothing without a run of its own. */
function setLayers(run?: HostRun): { readonly registered: Layer; readonly includedVars: Layer } {
  return {
    registered: { name: "registered", variables: run?.variables ?? new Map<string, Variable>() },
    includedVars: { name: "include_vars", variables: run?.includedVars ?? new Map<string, Variable>() },
  };
}

/** The first line of files that templates write. It is the same in every run, so that it changes nothing. */
const MANAGED = "Managed by provision: changes made here are overwritten.";

/** Variables that the engine itself defines. */
function engineLayer(sources: ScopeSources, run: HostRun, play: PlannedPlay, use: RoleUse | undefined): Layer {
  const { inventory, root, usesHostvars, missingSecrets, locked } = sources;
  const values: Record<string, Value> = {
    play_hosts: batchOf(play, run).map(({ name }) => name),
    playbook_dir: root,
    omit: OMIT,
    managed: MANAGED,
    ...sources.magic,
    missing_secrets: missingSecrets,
    image_lock: Object.fromEntries([...(locked ?? [])].map(([image, digest]) => [image, `${image}@${digest}`])),
    ...(use && { role_name: use.role.name, role_path: use.role.folder }),
    ...(run.facts !== undefined && { facts: run.facts }),
    ...(usesHostvars && { hostvars: hostvars(sources) }),
  };
  const own = Object.entries(values).map(([name, value]) => [name, data(value)] as const);
  return { name: "engine", variables: new Map([...hostLayer(inventory, hostNow(inventory, run)).variables, ...own]) };
}

/** The hosts of the batch (`serial`) that a host is in; without batches, all hosts of the play. */
function batchOf({ batches }: PlannedPlay, { host }: HostRun): readonly Host[] {
  return batches.find((batch) => batch.some(({ name }) => name === host.name)) ?? batches.flat();
}

/** The host with the groups that it has now. */
function hostNow({ hosts }: Inventory, { host }: HostRun): Host {
  return hosts.get(host.name) ?? host;
}

/** The variables that do not depend on a play, and facts, of every host. Those that cannot be evaluated there are omitted. */
function hostvars(sources: ScopeSources): Value {
  return Object.fromEntries([...sources.inventory.hosts.values()].map((host) => [host.name, varsOf(sources, host)]));
}

function varsOf({ inventory, extraVars, hosts, typing }: ScopeSources, host: Host): Value {
  const run = hosts.get(host.name);
  const { includedVars, registered } = setLayers(run);
  const own = {
    name: "engine",
    variables: new Map(Object.entries({ inventory_hostname: data(host.name), group_names: data(groupNames(host)) })),
  };
  const scope = createScope([...hostLayers(inventory, host), includedVars, registered, extraVars, own], typing);
  const entries = [...scope.names()].flatMap((name): [string, Value][] => {
    const value = scope.lookup(name);
    return value?.ok ? [[name, value.value]] : [];
  });
  return { ...Object.fromEntries(entries), ...(run?.facts !== undefined && { facts: run.facts }) };
}

function data(value: Value): Variable {
  return { from: "data", value };
}

import { planFault } from "../errors/catalogue/plan.ts";
import type { Fault } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import { writtenAt, type Layer, type Variable } from "../language/scope.ts";
import type { MapTree } from "../language/tree.ts";
import type { Project, Role } from "../load/project.ts";
import type { Reading } from "../load/reading.ts";
import { namesInOtherRoles } from "../load/roles.ts";
import { sortFaults } from "../load/names.ts";
import type { Inventory } from "./inventory.ts";
import { mentionsIn } from "./mentions.ts";
import { ADDRESSES, preferredName, shortSetting } from "./setting-names.ts";

/** A loaded project, and where else its variables are set. */
interface Parts {
  readonly project: Project;
  readonly inventory: Inventory;
  readonly extraVars: Layer;
  /** The names that something other than `-e` defines. */
  readonly defined: ReadonlySet<string>;
}

/**
 * Warnings about variables that nothing reads: all of `-e`, and those of the inventory and of plays whose names resemble that of a
 * role's variable, because these are probably misspelt.
 */
export async function unreadVariables(parts: Parts, reading: Reading): Promise<Fault[]> {
  const { extraVars, defined, inventory } = parts;
  const roles = rolesOf(parts.project);
  const roleNames = new Set(roles.flatMap(({ defaults, specs }) => [...namesOf(defaults), ...specs.keys()]));
  const read = new Set([...reading.uses.map(({ name }) => name), ...roles.flatMap(({ specs }) => [...specs.keys()])]);
  const { isMentioned } = mentionsIn(reading);
  const isUnread = (name: string) => !read.has(name) && !isSetting(name) && !isMentioned(name);
  const extra = [...extraVars.variables].filter(([name]) => isUnread(name) && !defined.has(name));
  const all = [...inventoryVariables(inventory), ...playVariables(parts.project)];
  const names = [...new Set(all.map(([name]) => name))];
  const misspelt = new Set(
    names.filter((name) => isUnread(name) && !roleNames.has(name) && nearest(name, roleNames) !== undefined),
  );
  const written = all.filter(([name]) => misspelt.has(name));
  if (extra.length + written.length === 0) return [];
  const others = await namesInOtherRoles(new Set(roles.map(({ name }) => name)), reading.root);
  const known = new Set([...read, ...roleNames, ...others]);
  const warningOf = (isExtra: boolean) => (variable: readonly [string, Variable]) => unread(variable, isExtra, known);
  const unknown = ([name]: readonly [string, Variable]) => !others.has(name);
  return sortFaults([...extra.filter(unknown).map(warningOf(true)), ...written.filter(unknown).map(warningOf(false))]);
}

function unread([name, variable]: readonly [string, Variable], isExtra: boolean, known: ReadonlySet<string>): Fault {
  const setting = isExtra ? shortSetting(name) : undefined;
  const near = setting === undefined ? nearest(name, known) : preferredName(setting);
  const parameters = { name, near, isExtra };
  return planFault("plan/unread-variable", parameters, { origin: writtenAt(variable) });
}

/** Names that are settings, or that the checks of settings report. */
function isSetting(name: string): boolean {
  return /^(ssh|ansible)_/.test(name) || ADDRESSES.some((address) => address === name);
}

function rolesOf({ playbooks, providers }: Project): Role[] {
  const uses = [
    ...playbooks.flatMap(({ plays }) => plays.flatMap(({ roles, includedRoles }) => [...roles, ...includedRoles])),
    ...providers.map(({ use }) => use),
  ];
  return [...new Set(uses.flatMap(({ role, dependencies }) => [role, ...dependencies]))];
}

function inventoryVariables({ hosts, groups }: Inventory): (readonly [string, Variable])[] {
  const layers = [...groups.values(), ...hosts.values()].flatMap((part) => part.layers);
  return layers.flatMap(({ variables }) => [...variables]);
}

function playVariables({ playbooks }: Project): (readonly [string, Variable])[] {
  const plays = playbooks.flatMap((playbook) => playbook.plays);
  const maps = plays.flatMap(({ vars, varsFiles, roles }) => [vars, ...varsFiles, ...roles.map((use) => use.vars)]);
  return maps.flatMap((map) =>
    [...(map?.entries ?? [])].map(([name, { value }]) => [name, { from: "project", tree: value }] as const),
  );
}

function namesOf(map: MapTree | undefined): Iterable<string> {
  return map?.entries.keys() ?? [];
}

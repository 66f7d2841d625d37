import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { asClause, bad, good, type Fault } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { createScope, type Layer } from "../../language/scope.ts";
import type { NameUse } from "../../language/scope-interface.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import type { Play, PlayHosts, Playbook } from "../../load/project.ts";
import type { Origin } from "../../model/origin.ts";
import { findUnknown, isList, type Value } from "../../model/value.ts";
import type { Inventory } from "../inventory.ts";
import { isLater } from "./later.ts";

/** What patterns are computed from. */
interface Sources {
  readonly inventory: Inventory;
  /** `-e`. */
  readonly extraVars: Layer;
  /** Whether the user was asked for the variables of `vars_prompt`. */
  readonly isAnswered: boolean;
  /** The names that the project uses. */
  readonly uses: readonly NameUse[];
}

/** Playbooks whose plays know their patterns. */
interface Computed {
  readonly playbooks: readonly Playbook[];
  readonly faults: readonly Fault[];
}

/**
 * Computes the patterns of plays. They see what is the same for all hosts: `-e`, the play's variables, those of `all`, `.env`, `groups`.
 * The pattern is computed again when the play begins, if tasks have changed the inventory; until then it also means hosts that may be added.
 */
export function computeHosts(playbooks: readonly Playbook[], sources: Sources): Computed {
  const { inventory, extraVars, isAnswered, uses } = sources;
  const faults: Fault[] = [];
  const added = laterGroups(inventory, uses);
  const known = new Map([...inventory.groups.values()].map(({ name, hosts }) => [name, hosts]));
  const possible = new Map([...known, ...added.map((name) => [name, [...(known.get(name) ?? []), name]] as const)]);
  const computed = (play: Play): Play => {
    const { tree, origin } = play.hosts;
    if (!tree) return play;
    const evaluated = (groups: Groups) => evaluatePattern(tree, [...layersOf(inventory, play, groups), extraVars]);
    const again: PlayHosts["again"] = (groups) => {
      const now = [...groups].map(([name, { hosts }]) => [name, hosts] as const);
      const found = evaluated(new Map([...added.map((name) => [name, []] as const), ...now]));
      return found.ok ? good(found.value === "" ? NOBODY : found.value) : bad(faultOf(found));
    };
    const found = evaluated(possible);
    const before = found.ok && found.value === "" && added.length > 0 ? added.join(":") : found.ok ? found.value : "";
    const pattern = !found.ok && found.isUnknown && !isAnswered ? "all" : before;
    if (pattern === "") faults.push(faultOf(found.ok ? { cause: "it is an empty list", origin: tree.origin } : found));
    const name = play.name === play.hosts.pattern ? pattern : play.name;
    return { ...play, name, hosts: { pattern, origin, again } };
  };
  return { playbooks: playbooks.map((playbook) => ({ ...playbook, plays: playbook.plays.map(computed) })), faults };
}

/** A pattern that no host matches. */
const NOBODY = "all:!all";

type Groups = ReadonlyMap<string, readonly string[]>;

/** The groups to which tasks may add hosts, as far as the project names them. */
function laterGroups(inventory: Inventory, uses: readonly NameUse[]): readonly string[] {
  const read = uses.flatMap(({ name, field }) => (name === "groups" && field !== undefined ? [field] : []));
  return [...new Set(read)].filter((name) => name !== "all" && isLater(name, inventory));
}

function faultOf({ cause, origin }: { readonly cause: string; readonly origin: Origin }): Fault {
  return inventoryFault("inventory/computed-hosts", { cause }, { origin });
}

function layersOf(
  { environment, groups: all }: Inventory,
  { vars, answers, varsFiles, name }: Play,
  groups: Groups,
): Layer[] {
  const known = {
    name: "engine",
    variables: new Map([["groups", { from: "data", value: Object.fromEntries(groups) } as const]]),
  };
  const own = vars ? [layerOf(`play ${name}`, vars)] : [];
  const files = varsFiles.map((map) => layerOf(map.origin.file, map));
  return [environment, ...(all.get("all")?.layers ?? []), ...own, ...(answers ? [answers] : []), ...files, known];
}

function layerOf(name: string, { entries }: MapTree): Layer {
  const variables = [...entries].map(([key, { value }]) => [key, { from: "project", tree: value }] as const);
  return { name, variables: new Map(variables) };
}

type Evaluated =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly isUnknown: boolean; readonly cause: string; readonly origin: Origin };

/** The pattern, empty for an empty list, or why it cannot be computed. It is unknown before the user was asked for a part of it. */
function evaluatePattern(tree: Tree, layers: readonly Layer[]): Evaluated {
  const value = evaluate(tree, createScope(layers));
  const { origin } = tree;
  const failed = (cause: string, at = origin, isUnknown = false) =>
    ({ ok: false, isUnknown, cause, origin: at }) as const;
  if (!value.ok) return failed(asClause(value.faults[0].message), value.faults[0].origin);
  const found: readonly Value[] = isList(value.value) ? value.value : [value.value];
  const patterns = found.filter((one) => typeof one === "string");
  const wrong = found.find((one) => typeof one !== "string" || one.trim() === "");
  const isUnknown = findUnknown(value.value) !== undefined;
  if (wrong !== undefined) return failed(`it is ${describe(wrong)}, not a pattern of hosts`, origin, isUnknown);
  return { ok: true, value: patterns.join(":") };
}

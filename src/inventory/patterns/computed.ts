import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { asClause, type Fault } from "../../errors/fault.ts";
import { describe } from "../../language/describe.ts";
import { evaluate } from "../../language/evaluate.ts";
import { createScope, type Layer } from "../../language/scope.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import type { Play, Playbook } from "../../load/project.ts";
import type { Origin } from "../../model/origin.ts";
import { findUnknown, isList, type Value } from "../../model/value.ts";
import type { Inventory } from "../inventory.ts";

/** What patterns are computed from. */
interface Sources {
  readonly inventory: Inventory;
  /** `-e`. */
  readonly extraVars: Layer;
  /** Whether the user was asked for the variables of `vars_prompt`. */
  readonly isAnswered: boolean;
}

/** Playbooks whose plays know their patterns. */
interface Computed {
  readonly playbooks: readonly Playbook[];
  readonly faults: readonly Fault[];
}

/** Computes the patterns of plays. They see what is the same for all hosts: `-e`, the play's variables, those of `all`, `.env`, `groups`. */
export function computeHosts(playbooks: readonly Playbook[], sources: Sources): Computed {
  const { inventory, extraVars, isAnswered } = sources;
  const faults: Fault[] = [];
  const computed = (play: Play): Play => {
    const { tree, origin } = play.hosts;
    if (!tree) return play;
    const pattern = patternOf(tree, [...layersOf(inventory, play), extraVars], isAnswered);
    if (typeof pattern !== "string") {
      faults.push(inventoryFault("inventory/computed-hosts", { cause: pattern.cause }, { origin: pattern.origin }));
    }
    const known = typeof pattern === "string" ? pattern : "";
    return { ...play, name: play.name === play.hosts.pattern ? known : play.name, hosts: { pattern: known, origin } };
  };
  return { playbooks: playbooks.map((playbook) => ({ ...playbook, plays: playbook.plays.map(computed) })), faults };
}

function layersOf({ environment, groups }: Inventory, { vars, answers, varsFiles, name }: Play): Layer[] {
  const hosts = Object.fromEntries([...groups.values()].map((group) => [group.name, group.hosts]));
  const known = { name: "engine", variables: new Map([["groups", { from: "data", value: hosts } as const]]) };
  const own = vars ? [layerOf(`play ${name}`, vars)] : [];
  const files = varsFiles.map((map) => layerOf(map.origin.file, map));
  return [environment, ...(groups.get("all")?.layers ?? []), ...own, ...(answers ? [answers] : []), ...files, known];
}

function layerOf(name: string, { entries }: MapTree): Layer {
  const variables = [...entries].map(([key, { value }]) => [key, { from: "project", tree: value }] as const);
  return { name, variables: new Map(variables) };
}

/** The pattern, or why there is none. Before the user was asked for a part of it, any host may be meant. */
function patternOf(
  tree: Tree,
  layers: readonly Layer[],
  isAnswered: boolean,
): string | { readonly cause: string; readonly origin: Origin } {
  const value = evaluate(tree, createScope(layers));
  const { origin } = tree;
  if (!value.ok) return { cause: asClause(value.faults[0].message), origin: value.faults[0].origin ?? origin };
  if (!isAnswered && findUnknown(value.value)) return "all";
  const found: readonly Value[] = isList(value.value) ? value.value : [value.value];
  const patterns = found.filter((one) => typeof one === "string");
  const wrong = found.find((one) => typeof one !== "string" || one.trim() === "");
  if (wrong !== undefined) return { cause: `it is ${describe(wrong)}, not a pattern of hosts`, origin };
  return patterns.length === 0 ? { cause: "it is an empty list", origin } : patterns.join(":");
}

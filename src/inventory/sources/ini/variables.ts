import { inventoryFault } from "../../../errors/catalogue/inventory.ts";
import type { Variable } from "../../../language/scope.ts";
import type { MapTree, Tree } from "../../../language/tree.ts";
import type { Reading } from "../../../load/reading.ts";
import { toTree } from "../../../load/tree.ts";
import { define } from "../../../load/variables.ts";
import type { Node } from "../../../load/yaml/node.ts";
import type { Origin } from "../../../model/origin.ts";
import { isList, isMap, type Value } from "../../../model/value.ts";
import { groupNamed, hostNamed, type Draft } from "../../draft.ts";
import { withSettings } from "../../layers.ts";
import { GROUP_PRIORITY } from "../../setting-names.ts";
import { pythonLiteral } from "./literal.ts";

/** A variable as it is written in an INI inventory. */
export interface IniVariable {
  readonly name: string;
  readonly origin: Origin;
  readonly text: string;
  /** The column of each character of the text, and of what follows it. */
  readonly columns: readonly number[];
}

interface Target {
  readonly draft: Draft;
  readonly reading: Reading;
}

/** What variables are added to: a group, or hosts. */
type Owner = { readonly group: string } | { readonly hosts: readonly string[] };

/** Adds variables to a group or to hosts. Text without a type, such as `true`, later becomes what its variable is elsewhere. */
export function addVariables(written: readonly IniVariable[], owner: Owner, { draft, reading }: Target): void {
  const [first] = written;
  if (!first) return;
  const entries = written.map(({ name, origin, text, columns }) => {
    define(name, { origin }, reading);
    const value = pythonLiteral(text);
    const at = { ...origin, col: columns[0] ?? origin.col, end: columns.at(-1) ?? origin.col };
    const tree = toTree(nodeOf(value, at, value === text ? columns : undefined), reading);
    return { name, origin, value, tree };
  });
  const map: MapTree = {
    kind: "map",
    entries: new Map(entries.map(({ name, origin, tree }) => [name, { origin, value: tree }])),
    origin: first.origin,
  };
  draft.written.push({ place: "other inventory", map });
  const variables = new Map(entries.map((entry) => [entry.name, variableOf(entry)]));
  if ("hosts" in owner) {
    for (const host of owner.hosts) {
      hostNamed(draft, host, first.origin).layers.push(withSettings({ name: `host ${host}`, variables }));
    }
    return;
  }
  const group = groupNamed(draft, owner.group, first.origin);
  group.layers.push(withSettings({ name: `group ${owner.group}`, variables }));
  for (const { name, value, origin } of entries) {
    if (name !== GROUP_PRIORITY) continue;
    if (typeof value === "number" && Number.isInteger(value)) group.priority = value;
    else reading.faults.push(inventoryFault("inventory/group-priority", { group: owner.group }, { origin }));
  }
}

function variableOf({ value, tree }: { readonly value: Value; readonly tree: Tree }): Variable {
  if (isComputed(tree)) return { from: "project", tree };
  return { from: "data", value, origin: tree.origin, ...(typeof value === "string" && { untyped: true as const }) };
}

function isComputed(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.some(isComputed);
  if (tree.kind === "map") return [...tree.entries.values()].some(({ value }) => isComputed(value));
  return tree.kind !== "literal";
}

/** A value as if it had been written in YAML. Without columns, all of it is at one position. */
function nodeOf(value: Value, origin: Origin, columns?: readonly number[]): Node {
  if (isList(value)) return { kind: "list", items: value.map((item) => nodeOf(item, origin)), origin };
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, { origin, value: nodeOf(item, origin) }] as const);
    return { kind: "map", entries: new Map(entries), origin };
  }
  if (typeof value === "object" && value !== null) throw new Error("a literal is neither secret nor unknown");
  const { line, col } = origin;
  const placeIn = ({ column }: { readonly column: number }) => ({ line, col: columns?.[column] ?? col });
  return { kind: "scalar", value, tag: undefined, origin, textAt: { ...origin, placeIn } };
}

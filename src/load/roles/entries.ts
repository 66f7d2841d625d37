import { nearest } from "../../errors/nearest.ts";
import type { MapTree } from "../../language/tree.ts";
import { conditionsOf } from "../conditions.ts";
import type { Loading } from "../loading.ts";
import type { RoleEntry, RolePart } from "../project.ts";
import { roleUseSchema } from "../schemas/role-use.ts";
import { taskSchema } from "../schemas/task.ts";
import { runKeywords } from "../tasks/inherited.ts";
import { tagsOf } from "../tasks/keywords.ts";
import { placementOf } from "../tasks/placement.ts";
import { variablesOf } from "../variables.ts";
import { child, textOf, type MapNode, type Node, type NodeEntry } from "../yaml/node.ts";

const KEYWORDS: ReadonlySet<string> = new Set(Object.keys(roleUseSchema.properties));
const SUPPORTED = Object.entries(roleUseSchema.properties).flatMap(([key, schema]) =>
  "unsupported" in schema ? [] : [key],
);
/** `loop`, `register` and others: on a role, Ansible would take them for variables, which nobody wants. */
const OF_TASKS: ReadonlySet<string> = new Set(Object.keys(taskSchema.properties));

/** Reads an entry of a play's `roles` or of a role's `dependencies`; undefined if it names no role. */
export function readEntry(node: Node, loading: Loading): RoleEntry | undefined {
  const written = node.kind === "map" ? child(node, "role") : node;
  const name = textOf(written);
  if (!written || name === undefined) return undefined;
  const vars = variablesOf(variablesNode(node), loading);
  return {
    name,
    origin: written.origin,
    vars,
    parameters: parametersIn(node, vars),
    tags: tagsOf(child(node, "tags")),
    when: conditionsOf(child(node, "when"), loading),
    placement: placementOf(node, loading),
    keywords: runKeywords(node, loading),
    only: rolePart(textOf(child(node, "only"))),
  };
}

/** The map without the variables that the entries of its list `key` have next to their keywords, to validate the rest. */
export function withoutParameters(node: Node, key: "roles" | "dependencies"): Node {
  const entry = node.kind === "map" ? node.entries.get(key) : undefined;
  if (node.kind !== "map" || entry?.value.kind !== "list") return node;
  const items = entry.value.items.map((item) =>
    item.kind === "map" ? withEntries(item, (name) => !isParameter(name)) : item,
  );
  const value = { ...entry.value, items };
  return { ...node, entries: new Map([...node.entries, [key, { ...entry, value }]]) };
}

/** The variables under `vars` and those next to it, which take precedence as in Ansible. */
function variablesNode(node: Node): Node | undefined {
  const vars = child(node, "vars");
  if (node.kind !== "map") return undefined;
  const parameters = withEntries(node, isParameter);
  if (parameters.entries.size === 0) return vars;
  const others: readonly (readonly [string, NodeEntry])[] = vars?.kind === "map" ? [...vars.entries] : [];
  return { ...parameters, entries: new Map([...others, ...parameters.entries]) };
}

function parametersIn(node: Node, vars: MapTree | undefined): MapTree | undefined {
  if (node.kind !== "map" || !vars) return undefined;
  const entries = [...vars.entries].filter(([key]) => node.entries.has(key));
  return entries.length === 0 ? undefined : { ...vars, entries: new Map(entries) };
}

function withEntries(node: MapNode, isKept: (key: string) => boolean): MapNode {
  return { ...node, entries: new Map([...node.entries].filter(([key]) => isKept(key))) };
}

/** Whether a key of an entry is a variable of the role. One that is almost a keyword is not: it is probably a misspelt one. */
function isParameter(key: string): boolean {
  if (KEYWORDS.has(key) || OF_TASKS.has(key) || key.startsWith("with_")) return false;
  return /^[A-Za-z_]\w*$/.test(key) && nearest(key, SUPPORTED) === undefined;
}

function rolePart(text: string | undefined): RolePart | undefined {
  return text === "tasks" || text === "verify" || text === "teardown" ? text : undefined;
}

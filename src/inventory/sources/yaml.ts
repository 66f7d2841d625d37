import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { child, type MapNode, type Node } from "../../load/yaml/node.ts";
import { readYaml, type Reading } from "../../load/reading.ts";
import { variablesOf } from "../../load/variables.ts";
import type { MapTree } from "../../language/tree.ts";
import type { Origin } from "../../model/origin.ts";
import { groupNamed, hostNamed, type Draft } from "../draft.ts";
import { inventoryFileLayer } from "../layers.ts";
import { groupNameFault, hostNameFault } from "../names.ts";
import { expandRange } from "../ranges.ts";
import { GROUP_PRIORITY, shortSetting } from "../setting-names.ts";
import { documentFault } from "./format.ts";
import { shapeFaults } from "./shape.ts";

/** Adds an inventory in Ansible's YAML format to the draft. */
export async function readYamlInventory(file: string, draft: Draft, reading: Reading): Promise<void> {
  const node = await readYaml(file, reading);
  if (node === "missing" || node === "empty") return;
  const other = documentFault(node, file, reading);
  if (other) reading.faults.push(other);
  if (other || node.kind !== "map") return;
  reading.faults.push(...shapeFaults(node));
  for (const [name, { origin, value }] of node.entries) addGroup(name, origin, value, { draft, reading });
}

interface Context {
  readonly draft: Draft;
  readonly reading: Reading;
}

function addGroup(name: string, origin: Origin, node: Node, context: Context): void {
  const group = groupNamed(context.draft, name, origin);
  const fault = groupNameFault(name, origin);
  if (fault) context.reading.faults.push(fault);
  if (node.kind !== "map") return;
  const vars = variablesOf(child(node, "vars"), context.reading, isShort);
  if (vars) {
    context.draft.written.push({ place: "inventory file", map: vars });
    group.layers.push(inventoryFileLayer(`group ${name}`, vars));
    group.priority = priorityOf(name, vars, context.reading) ?? group.priority;
  }
  for (const [host, entry] of entriesOf(node, "hosts")) {
    for (const each of addHosts(host, entry.origin, entry.value, context)) group.hosts.add(each);
  }
  for (const [inner, entry] of entriesOf(node, "children")) {
    if (!group.children.has(inner)) group.children.set(inner, entry.origin);
    addGroup(inner, entry.origin, entry.value, context);
  }
}

/** Ansible's setting of a group, which only the inventory file can have. */
function priorityOf(group: string, vars: MapTree, reading: Reading): number | undefined {
  const written = vars.entries.get(GROUP_PRIORITY)?.value;
  if (!written) return undefined;
  const text = written.kind === "literal" ? String(written.value) : "";
  if (/^-?\d+$/.test(text)) return Number(text);
  reading.faults.push(inventoryFault("inventory/group-priority", { group }, { origin: written.origin }));
  return undefined;
}

const isShort = (name: string): boolean => shortSetting(name) !== undefined;

function entriesOf(node: MapNode, key: string) {
  const inner = child(node, key);
  return inner?.kind === "map" ? inner.entries : [];
}

function addHosts(written: string, origin: Origin, node: Node, { draft, reading }: Context): string[] {
  const names = expandRange(written);
  if (!names) reading.faults.push(inventoryFault("inventory/bad-range", { name: written }, { origin }));
  const fault = names?.[0] === undefined ? undefined : hostNameFault(names[0], origin);
  if (fault) reading.faults.push(fault);
  const vars = variablesOf(node, reading, isShort);
  if (vars) draft.written.push({ place: "inventory file", map: vars });
  for (const name of names ?? []) {
    const host = hostNamed(draft, name, origin);
    if (vars) host.layers.push(inventoryFileLayer(`host ${name}`, vars));
  }
  return names ?? [];
}

import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { inventorySchema } from "../../load/schemas/inventory.ts";
import { describeFound } from "../../load/validation/wording.ts";
import { validate } from "../../load/validation/validate.ts";
import { validatorOf } from "../../load/validation/validator.ts";
import { isNull, type MapNode, type Node, type NodeEntry } from "../../load/yaml/node.ts";
import { showOrigin, type Origin } from "../../model/origin.ts";
import { hostNameFault } from "../names.ts";
import { hostEntries } from "./entries.ts";

const validator = validatorOf(inventorySchema);
const KEYS = ["hosts", "children", "vars"];

/** A fault, and the positions at which the schema would report the same mistake in general words. */
interface Found {
  readonly fault: Fault;
  readonly covers: readonly Origin[];
}

/** What in an inventory does not have the form of groups, with what to write. */
export function shapeFaults(node: MapNode): Fault[] {
  const found = [...node.entries].flatMap(([name, entry]) => topFaults(name, entry));
  const covered = new Set(found.flatMap(({ covers }) => covers.map(showOrigin)));
  const others = validate(validator, node, "An inventory");
  return [
    ...found.map(({ fault }) => fault),
    ...others.filter(({ origin }) => !origin || !covered.has(showOrigin(origin))),
  ];
}

function topFaults(name: string, entry: NodeEntry): Found[] {
  const { value } = entry;
  const isKey = KEYS.includes(name) && !(value.kind === "map" && [...value.entries.keys()].some(isKeyOrNear));
  if (!isKey) return groupFaults(name, entry);
  const problem = `\`${name}\` is not below a group`;
  return [misplaced(entry, problem, `Indent it below a group: \`all: { ${name}: … }\`.`)];
}

function isKeyOrNear(key: string): boolean {
  return nearest(key, KEYS) !== undefined;
}

function groupFaults(name: string, entry: NodeEntry): Found[] {
  const { value } = entry;
  if (value.kind !== "map") return entriesFault(name, value, (hosts) => `${name}: { hosts: ${hosts} }`);
  const keys = [...value.entries.keys()];
  if (keys.length > 0 && !keys.some(isKeyOrNear)) return [hostAsGroup(name, entry, keys)];
  return [
    ...partFaults(value, "hosts").flatMap(([host, { value: vars }]) => hostFaults(host, vars)),
    ...partFaults(value, "children").flatMap(([child, inner]) => groupFaults(child, inner)),
    ...["hosts", "children"].flatMap((key) => {
      const part = value.entries.get(key)?.value;
      return part && part.kind !== "map" ? entriesFault(key, part, (entries) => `${key}: ${entries}`) : [];
    }),
  ];
}

function partFaults(group: MapNode, key: string): (readonly [string, NodeEntry])[] {
  const part = group.entries.get(key)?.value;
  return part?.kind === "map" ? [...part.entries] : [];
}

/** A list of names, or one name, where a map of them is expected. */
function entriesFault(key: string, value: Node, write: (entries: string) => string): Found[] {
  if (isNull(value)) return [];
  const entries = hostEntries(value);
  return entries === undefined ? [] : [wrongType(key, value, `Write \`${write(entries)}\`.`)];
}

/** An address, where a map of a host's settings and variables is expected. */
function hostFaults(host: string, value: Node): Found[] {
  if (value.kind !== "scalar" || typeof value.value !== "string") return [];
  if (hostNameFault(value.value, value.origin) !== undefined) return [];
  return [wrongType(host, value, `Write \`${host}: { address: ${value.value} }\`.`)];
}

function wrongType(key: string, value: Node, hint: string): Found {
  const data = value.kind === "list" ? [...value.items] : value.kind === "scalar" ? value.value : {};
  const parameters = { what: `\`${key}\``, expected: "a map", found: describeFound(data), hint };
  return { fault: loadFault("load/wrong-type", parameters, { origin: value.origin }), covers: [value.origin] };
}

function hostAsGroup(name: string, entry: NodeEntry, keys: readonly string[]): Found {
  const problem = `\`${name}\` has the key \`${keys[0] ?? ""}\`, which a group does not have`;
  const hint = `If ${name} is a host, write it under \`hosts\`: \`all: { hosts: { ${name}: … } }\`. Write variables of a group under its \`vars\`.`;
  return misplaced(entry, problem, hint);
}

function misplaced({ origin, value }: NodeEntry, problem: string, hint: string): Found {
  const inside = value.kind === "map" ? [...value.entries.values()] : [];
  const covers = [value.origin, ...inside.flatMap((each) => [each.origin, each.value.origin])];
  return { fault: inventoryFault("inventory/not-a-group", { problem, hint }, { origin }), covers };
}

import { loadFault } from "../../errors/catalogue/load.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import type { Module } from "../../module/contract.ts";
import type { ArgSchema, ArgsSchema } from "../../module/schema.ts";
import { argsFaults } from "../validation/args-schema.ts";
import { splitAtCommas } from "../validation/coerce.ts";
import { conditionTree } from "../conditions.ts";
import { keyOriginAt, originAt, toData, writtenAt } from "../validation/data.ts";
import { asNumber, itemsOf, isNull, type MapNode, type Node, type NodeEntry } from "../yaml/node.ts";
import type { Reading } from "../reading.ts";
import { replaceScalar } from "../rewrites/written.ts";
import { toTree } from "../tree.ts";
import { bareVariableFaults } from "./bare-variable.ts";
import { mapOfFreeForm } from "./free-form.ts";

/** Compiles a module's arguments as written in a task, and checks those that are literal. */
export function moduleArgs(module: Module, entry: NodeEntry, reading: Reading): MapTree | undefined {
  const written = argsNode(module, entry, reading);
  if (!written) return undefined;
  const node = byOurNames(written, module.args, reading);
  const data = toData(node) as Record<string, unknown>;
  const origins = {
    origin: (path: readonly string[]) => (path.length === 0 ? entry.origin : originAt(node, path)),
    written: (path: readonly string[]) => writtenAt(node, path),
    keyOrigin: (path: readonly string[]) => keyOriginAt(node, path.slice(0, -1), path.at(-1) ?? ""),
  };
  reading.faults.push(...argsFaults(module.name, module.args, asLists(data, module), origins));
  reading.faults.push(...bareVariableFaults(module, node.entries));
  const entries = [...node.entries].map(([key, { origin, value }]) => {
    return [key, { origin, value: argTree(value, module.args.properties[key] ?? module.args.rest, reading) }] as const;
  });
  return { kind: "map", entries: new Map(entries), origin: node.origin };
}

/** Turns a single condition into a list of one, and a text with commas into a list. */
function asLists(data: Record<string, unknown>, module: Module): Record<string, unknown> {
  const entries = Object.entries(data).map(([key, value]) => {
    const schema = module.args.properties[key];
    if (schema?.type !== "array") return [key, value] as const;
    if (schema.split && typeof value === "string") return [key, splitAtCommas(value)] as const;
    const isSingle = isConditionList(schema) && !Array.isArray(value) && value !== null;
    return [key, isSingle ? [value] : value] as const;
  });
  return Object.fromEntries(entries);
}

function isConditionList(schema: ArgSchema): boolean {
  return schema.type === "array" && schema.items.type === "condition";
}

/** A module's arguments with those that Ansible's keyword `args` adds. One that is written in both places is a fault. */
export function withArgs(module: Module, entry: NodeEntry, added: Node | undefined, reading: Reading): NodeEntry {
  const { value } = entry;
  if (added?.kind !== "map" || value.kind === "list") return entry;
  const { shorthand } = module.args;
  const text = value.kind === "scalar" && !isNull(value) ? value : undefined;
  // Arguments within the text are reported as such.
  if (text && (shorthand === undefined || mapOfFreeForm(String(text.value), module.args) !== undefined)) return entry;
  const own = text && shorthand !== undefined ? [[shorthand, { origin: text.origin, value }] as const] : [];
  const written = new Map(value.kind === "map" ? value.entries : own);
  const ours = (key: string) => module.args.aliases?.[key] ?? key;
  for (const [key, { origin }] of added.entries) {
    const first = [...written.keys()].find((other) => ours(other) === ours(key));
    if (first === undefined) continue;
    const twice = {
      what: `The argument \`${ours(key)}\``,
      first: `that of \`${module.name}\``,
      second: "that of `args`",
    };
    reading.faults.push(loadFault("load/written-twice", twice, { origin }));
    written.delete(first);
  }
  return { ...entry, value: { ...added, entries: new Map([...added.entries, ...written]) } };
}

/** The arguments by our names; Ansible's other names mean the same. */
function byOurNames(node: MapNode, { aliases = {} }: ArgsSchema, reading: Reading): MapNode {
  const entries = new Map<string, NodeEntry>();
  for (const [key, entry] of node.entries) {
    const name = aliases[key] ?? key;
    const first = [...node.entries.keys()].find((other) => other !== key && (aliases[other] ?? other) === name);
    if (entries.has(name) && first !== undefined) {
      const twice = { what: `The argument \`${name}\``, first: `\`${first}\``, second: `\`${key}\`` };
      reading.faults.push(loadFault("load/written-twice", twice, { origin: entry.origin }));
    } else entries.set(name, entry);
  }
  return { ...node, entries };
}

/** The arguments as a map, even if only the main one is written, as in `command: uptime`. */
function argsNode(module: Module, entry: NodeEntry, reading: Reading): MapNode | undefined {
  const { value } = entry;
  if (value.kind === "map") return value;
  const { properties } = module.args;
  const freeForm = value.kind === "scalar" && typeof value.value === "string" && value.tag === undefined;
  const map = freeForm ? mapOfFreeForm(value.value, module.args) : undefined;
  if (map !== undefined && module.args.shorthand !== undefined) {
    const edit = freeForm ? replaceScalar(value, map) : undefined;
    reading.faults.push(loadFault("load/free-form", { module: module.name, map }, { origin: value.origin, edit }));
    return undefined;
  }
  const shorthand = mainArgument(module.args, value.kind === "list");
  if (isNull(value)) return { kind: "map", entries: new Map<string, NodeEntry>(), origin: entry.origin };
  if (shorthand !== undefined) {
    return { kind: "map", entries: new Map([[shorthand, { origin: value.origin, value }]]), origin: value.origin };
  }
  const parameters = { module: module.name, known: Object.keys(properties), map };
  const edit = map !== undefined && freeForm ? replaceScalar(value, map) : undefined;
  reading.faults.push(loadFault("load/arguments-wanted", parameters, { origin: value.origin, edit }));
  return undefined;
}

/** The argument that a value directly after the module's name sets; for a list, the alternative that takes one (`cmd`, `argv`). */
function mainArgument({ shorthand, properties, oneOf = [] }: ArgsSchema, list: boolean): string | undefined {
  if (shorthand === undefined || !list || properties[shorthand]?.type === "array") return shorthand;
  const others = oneOf.filter((set) => set.includes(shorthand)).flat();
  return others.find((name) => properties[name]?.type === "array") ?? shorthand;
}

function argTree(node: Node, schema: ArgSchema | undefined, reading: Reading): Tree {
  if (schema?.type === "array" && node.kind === "list") {
    return { kind: "list", items: node.items.map((item) => argTree(item, schema.items, reading)), origin: node.origin };
  }
  if (schema?.type === "condition" && node.kind === "scalar") return conditionTree(node, reading);
  if (schema?.type === "array" && isConditionList(schema)) {
    return {
      kind: "list",
      items: itemsOf(node).map((item) => argTree(item, schema.items, reading)),
      origin: node.origin,
    };
  }
  if (schema?.type === "object" && node.kind === "map") {
    const schemaOf = (key: string) => (schema.properties ? schema.properties[key] : schema.additionalProperties);
    const entries = [...node.entries].map(
      ([key, { origin, value }]) => [key, { origin, value: argTree(value, schemaOf(key), reading) }] as const,
    );
    return { kind: "map", entries: new Map(entries), origin: node.origin };
  }
  return toTree(spellingMatters(schema) ? node : asNumber(node), reading);
}

/** Where only a number is expected, its spelling does not matter; where only text is, the schema rejects every number. */
function spellingMatters(schema: ArgSchema | undefined): boolean {
  const types: readonly string[] = schema ? [schema.type].flat() : ["any"];
  const numbers = types.includes("integer") || types.includes("number");
  return (
    types.includes("any") ||
    types.includes("object") ||
    types.includes("array") ||
    (numbers && types.includes("string"))
  );
}

import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type LineCounter,
  type Node as YamlNode,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";
import type { Plain } from "../../model/value.ts";
import type { MapNode, Node, NodeEntry, ScalarNode } from "./node.ts";

/** The limit for a file with its aliases expanded; no file written by hand reaches it. */
export const MAX_NODES = 200_000;
const CORE_TAGS = ["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`);
/** Our own tags, for single values. */
export const OWN_TAGS = ["!cel", "!raw"];

/** The state of converting one document. */
export interface Context {
  readonly text: string;
  readonly rows: readonly string[];
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document;
  readonly faults: Fault[];
  /** The nodes that are being converted, to detect an alias inside its own anchor. */
  readonly open: Set<unknown>;
  /** The number of nodes that may still be converted. */
  remaining: number;
}

/** Converts a node of the parser to ours. Faults are added to the context. */
export function convert(node: YamlNode, context: Context): Node {
  const origin = rangeOf(node, context);
  context.remaining -= 1;
  if (context.remaining === 0) context.faults.push(loadFault("load/too-large", {}, { origin }));
  if (context.remaining <= 0) return empty(origin);
  if (isAlias(node)) return convertAlias(node, origin, context);
  const tag = node.tag;
  if (tag !== undefined && (!knownTag(tag) || (OWN_TAGS.includes(tag) && isCollection(node)))) {
    return invalid(origin, context, loadFault("load/unknown-tag", { tag }, { origin }));
  }
  if (isMap(node)) return guarded(node, context, () => convertMap(node, origin, context));
  if (isSeq(node)) {
    const items = () => node.items.map((item) => convert(item as YamlNode, context));
    return guarded(node, context, () => ({ kind: "list", items: items(), origin }));
  }
  return convertScalar(node, origin, context);
}

function knownTag(tag: string): boolean {
  return CORE_TAGS.includes(tag) || OWN_TAGS.includes(tag);
}

function guarded(node: YamlNode, context: Context, build: () => Node): Node {
  context.open.add(node);
  const built = build();
  context.open.delete(node);
  return built;
}

function convertAlias(alias: YamlNode & { source: string }, origin: Origin, context: Context): Node {
  const target = isAlias(alias) ? alias.resolve(context.document) : undefined;
  if (target && !context.open.has(target)) return convert(target, context);
  return invalid(origin, context, loadFault("load/bad-alias", { name: alias.source }, { origin }));
}

function convertMap(map: YAMLMap, origin: Origin, context: Context): Node {
  const entries = new Map<string, NodeEntry>();
  for (const pair of map.items) {
    const key = pair.key as YamlNode;
    const at = rangeOf(key, context);
    if (map.flow && isMap(key) && pair.value === null) {
      return invalid(origin, context, loadFault("load/unquoted-template", {}, { origin }));
    }
    const name = keyName(key);
    if (name === undefined) context.faults.push(loadFault("load/bad-key", {}, { origin: at }));
    else if (name === "<<") context.faults.push(loadFault("load/merge-key", {}, { origin: at }));
    else if (!entries.has(name)) entries.set(name, { origin: at, value: valueOf(pair.value, at, context) });
  }
  return { kind: "map", entries, origin } satisfies MapNode;
}

function valueOf(value: unknown, at: Origin, context: Context): Node {
  return value === null ? empty(at) : convert(value as YamlNode, context);
}

function keyName(key: YamlNode): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === "string") return key.value;
  return typeof key.value === "number" || typeof key.value === "boolean"
    ? (key.source ?? String(key.value))
    : undefined;
}

function convertScalar(scalar: Scalar, origin: Origin, context: Context): Node {
  const { value } = scalar;
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    const text = scalar.source ?? String(value);
    return invalid(origin, context, loadFault("load/big-number", { text }, { origin }));
  }
  const tag = scalar.tag === "!cel" ? "cel" : scalar.tag === "!raw" ? "raw" : undefined;
  // In the core schema, a scalar is always null, a boolean, a number or a string.
  return { kind: "scalar", value: value as Plain, tag, origin, textAt: textStart(scalar, origin, context) };
}

function textStart(scalar: Scalar, origin: Origin, context: Context): Origin {
  if (scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE") return { ...origin, col: origin.col + 1 };
  if (scalar.type !== "BLOCK_LITERAL" && scalar.type !== "BLOCK_FOLDED") return origin;
  let row = origin.line;
  while (context.rows[row]?.trim() === "") row++;
  const indent = /^ */.exec(context.rows[row] ?? "")?.[0].length ?? 0;
  return { file: origin.file, line: row + 1, col: indent + 1 };
}

function invalid(origin: Origin, context: Context, fault: Fault): Node {
  context.faults.push(fault);
  return { ...empty(origin), tag: "invalid" };
}

function empty(origin: Origin): ScalarNode {
  return { kind: "scalar", value: null, tag: undefined, origin, textAt: origin };
}

function rangeOf(node: YamlNode, context: Context): Origin {
  const [start, end] = node.range ?? [0, 0];
  return originOf(context, start, end);
}

/** The origin of the text between two offsets. */
export function originOf({ lines, file }: Context, start: number, end: number): Origin {
  const from = lines.linePos(start);
  const to = lines.linePos(end);
  const origin = { file, line: Math.max(1, from.line), col: Math.max(1, from.col) };
  return to.line === from.line && to.col > from.col ? { ...origin, end: to.col } : origin;
}

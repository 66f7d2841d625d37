import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node as YamlNode,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Position } from "../../errors/edit.ts";
import type { Fault } from "../../errors/fault.ts";
import type { TextStart } from "../../language/position.ts";
import type { Origin } from "../../model/origin.ts";
import type { Plain } from "../../model/value.ts";
import { placesOf } from "./text-places.ts";
import type { MapNode, Node, NodeEntry, ScalarNode } from "./node.ts";
import { SECRET_TAG, secretCommand } from "./secret-tag.ts";

const CORE_TAGS = ["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`);
/** Our own tags, for single values. */
export const OWN_TAGS = ["!cel", "!raw"];

/** The state of converting one document. */
export interface Context {
  readonly text: string;
  readonly file: string;
  readonly lines: LineCounter;
  readonly faults: Fault[];
  /** The nodes that names of anchors refer to so far. */
  readonly anchors: Map<string, YamlNode>;
  /** The nodes that are being converted, to detect an alias inside its own anchor. */
  readonly open: Set<unknown>;
  /** The number of aliases that are being expanded, each inside the one before. */
  expanding: number;
  /** The number of nodes that may still be converted. */
  remaining: number;
}

/** Converts a node of the parser to ours. Faults are added to the context. */
export function convert(node: YamlNode, context: Context): Node {
  const origin = rangeOf(node, context);
  context.remaining -= 1;
  if (context.remaining === 0) context.faults.push(loadFault("load/too-large", {}, { origin }));
  if (context.remaining <= 0) return empty(origin);
  if (isAlias(node)) return convertAlias(node.source, origin, context);
  if (node.anchor !== undefined && context.expanding === 0) context.anchors.set(node.anchor, node);
  const tag = node.tag;
  if (tag === SECRET_TAG) return guarded(node, context, () => convertSecret(node, origin, context));
  if (tag !== undefined && (!knownTag(tag) || (OWN_TAGS.includes(tag) && isCollection(node)))) {
    return invalid(origin, context, loadFault("load/unknown-tag", { tag }, { origin }));
  }
  return guarded(node, context, () => convertUntagged(node, origin, context));
}

function convertUntagged(node: YamlNode, origin: Origin, context: Context): Node {
  if (isMap(node)) return convertMap(node, origin, context);
  if (!isSeq(node)) return convertScalar(node as Scalar, origin, context);
  const items = node.items.map((item) => convert(item as YamlNode, context));
  return { kind: "list", items, origin, until: endOf(node, context) };
}

/** A secret is a value like an expression, whatever it is written as. */
function convertSecret(node: YamlNode, origin: Origin, context: Context): Node {
  const before = context.faults.length;
  const content = convertUntagged(node, origin, context);
  if (context.faults.length > before) return { ...empty(origin), tag: "invalid" };
  const command = secretCommand(content);
  if ("code" in command) return invalid(command.origin ?? origin, context, command);
  const { until } = content;
  return { kind: "scalar", value: command.join(" "), tag: "secret", command, origin, textAt: origin, until };
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

function convertAlias(name: string, origin: Origin, context: Context): Node {
  const target = context.anchors.get(name);
  if (!target || context.open.has(target)) {
    return invalid(origin, context, loadFault("load/bad-alias", { name }, { origin }));
  }
  context.expanding += 1;
  const node = convert(target, context);
  context.expanding -= 1;
  return node;
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
    else {
      const first = entries.get(name);
      if (first) context.faults.push(duplicateKey(name, at, first.origin));
      else entries.set(name, { origin: at, value: valueOf(pair.value, at, context) });
    }
  }
  return { kind: "map", entries, origin, until: endOf(map, context) } satisfies MapNode;
}

function duplicateKey(key: string, origin: Origin, first: Origin): Fault {
  return loadFault(
    "load/duplicate-key",
    { key },
    { origin, also: [{ note: "The key is first written here:", origin: first }] },
  );
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
  const fault = typeof value === "number" ? numberFault(value, scalar, origin) : textFault(value, origin);
  if (fault) return invalid(origin, context, fault);
  const tag = scalar.tag === "!cel" ? "cel" : scalar.tag === "!raw" ? "raw" : undefined;
  const written = typeof value === "number" && scalar.source !== String(value) ? scalar.source : undefined;
  // In the core schema, a scalar is always null, a boolean, a number or a string.
  return {
    kind: "scalar",
    value: value as Plain,
    tag,
    origin,
    textAt: textStart(scalar, origin, context),
    until: endOf(scalar, context),
    style: styleOf(scalar),
    ...(written !== undefined && { written }),
  };
}

function styleOf({ type }: Scalar): ScalarNode["style"] {
  if (type === "QUOTE_DOUBLE") return "double";
  if (type === "QUOTE_SINGLE") return "single";
  return type?.startsWith("BLOCK") ? "block" : undefined;
}

/** The place behind a node, without the blanks that follow it. */
function endOf({ range }: YamlNode, { text, lines }: Context): Position {
  const [start, end] = range ?? [0, 0];
  return lines.linePos(start + text.slice(start, end).trimEnd().length);
}

function numberFault(value: number, scalar: Scalar, origin: Origin): Fault | undefined {
  const text = scalar.source ?? String(value);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return loadFault("load/big-number", { text }, { origin });
  return Number.isFinite(value) ? undefined : loadFault("load/not-finite", { text }, { origin });
}

/** Half of a surrogate pair, which `"\ud800"` writes, is not a character: UTF-8 cannot hold it. */
function textFault(value: unknown, origin: Origin): Fault | undefined {
  const lone = typeof value === "string" ? /\p{Surrogate}/u.exec(value)?.[0] : undefined;
  if (lone === undefined) return undefined;
  return loadFault("load/lone-surrogate", { code: lone.charCodeAt(0).toString(16) }, { origin });
}

function textStart(scalar: Scalar, origin: Origin, context: Context): TextStart {
  const { text, lines } = context;
  const [start, end] = scalar.range ?? [0, 0];
  const placeIn = placesOf(scalar, { text, start, end, lines });
  return { ...firstCharacter(scalar, origin, context), ...(placeIn && { placeIn }) };
}

function firstCharacter({ type, range }: Scalar, origin: Origin, context: Context): Origin {
  const { file, line, col } = origin;
  if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") return { ...origin, col: col + 1 };
  if (type !== "BLOCK_LITERAL" && type !== "BLOCK_FOLDED") return origin;
  const [start, end] = range ?? [0, 0];
  const body = context.text.slice(start, end);
  const first = /\S/.exec(body.slice(body.indexOf("\n") + 1));
  if (!first || !body.includes("\n")) return { file, line: line + 1, col: 1 };
  return originOf(context, start + body.indexOf("\n") + 1 + first.index, 0);
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
export function originOf({ lines, file }: Pick<Context, "lines" | "file">, start: number, end: number): Origin {
  const from = lines.linePos(start);
  const to = lines.linePos(end);
  const origin = { file, line: Math.max(1, from.line), col: Math.max(1, from.col) };
  return to.line === from.line && to.col > from.col ? { ...origin, end: to.col } : origin;
}

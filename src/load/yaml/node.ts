import type { TextStart } from "../../language/position.ts";
import { isTemplate } from "../../language/template/template.ts";
import type { Origin } from "../../model/origin.ts";
import type { Position } from "../../errors/edit.ts";
import type { Plain } from "../../model/value.ts";

/** Where a node ends: behind its last character. Unknown for what is not in a file of YAML. */
interface Extent {
  readonly until?: Position | undefined;
}

/** YAML as written, with aliases expanded and the origin of every part; not compiled or validated yet. */
export type Node = ScalarNode | ListNode | MapNode;

/** A scalar, or a null that replaces an invalid value. */
export interface ScalarNode extends Extent {
  readonly kind: "scalar";
  readonly value: Plain;
  /**
   * With a tag the value is always a string; with `!secret` it is the command in words. `invalid` replaces a value that could not be read
   * and is already reported.
   */
  readonly tag: "cel" | "raw" | "secret" | "invalid" | undefined;
  /** The program of a `!secret`, and its arguments. */
  readonly command?: readonly string[] | undefined;
  readonly origin: Origin;
  /** Where the text itself begins: after the quote, or on the line below a `|`. */
  readonly textAt: TextStart;
  /** How a text is written: with which quotes, or as a block of lines; undefined without any. */
  readonly style?: "single" | "double" | "block" | undefined;
  /** A number's spelling if it is not the usual one of its value: `1.10`, `0x1F`. */
  readonly written?: string | undefined;
}

interface ListNode extends Extent {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly origin: Origin;
}

/** A map in the order of the file. */
export interface MapNode extends Extent {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, NodeEntry>;
  readonly origin: Origin;
}

/** A value of a map, and where its key is written. */
export interface NodeEntry {
  readonly origin: Origin;
  readonly value: Node;
}

/** Whether a node is missing or null. */
export function isNull(node: Node | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}

/** The value of a key; undefined if the node is not a map, does not have the key, or the value is null. */
export function child(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== "map") return undefined;
  const value = node.entries.get(key)?.value;
  return isNull(value) ? undefined : value;
}

/** The items of a list. A single value is treated as a list of one, null as an empty list. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === "list" ? node.items : [node];
}

/** A node for a place where a number is expected, so that its spelling does not matter. */
export function asNumber(node: Node): Node {
  return node.kind === "scalar" ? { ...node, written: undefined } : node;
}

/** Whether a value is a template or an expression. */
export function isComputed(node: Node): boolean {
  if (node.kind !== "scalar" || node.tag === "raw") return false;
  return node.tag === "cel" || node.tag === "secret" || (typeof node.value === "string" && isTemplate(node.value));
}

/** The value of a literal string; undefined for all other nodes. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" && !isComputed(node) ? node.value : undefined;
}

/** The value of a literal boolean; undefined for all other nodes. */
export function booleanOf(node: Node | undefined): boolean | undefined {
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined;
}

/** The value of a literal number; undefined for all other nodes. */
export function numberOf(node: Node | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}

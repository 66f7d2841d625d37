import { isTemplate } from "../../language/template/template.ts";
import type { Origin } from "../../model/origin.ts";
import type { Plain } from "../../model/value.ts";

/** YAML as it was written: aliases followed, every part with its origin; nothing compiled and nothing judged yet. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: Plain;
  /** `!cel` and `!raw`, whose value is always a string; `wrong` stands where something that has been told already could not be read. */
  readonly tag: "cel" | "raw" | "wrong" | undefined;
  readonly origin: Origin;
  /** Where the text itself begins: behind the quote, or on the line below a `|`. */
  readonly textAt: Origin;
}

interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly origin: Origin;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, NodeEntry>;
  readonly origin: Origin;
}

export interface NodeEntry {
  /** Where the key stands. */
  readonly origin: Origin;
  readonly value: Node;
}

export function isNull(node: Node | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}

/** The value of a map's key, where the node is a map that has it and the value is not empty. */
export function child(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== "map") return undefined;
  const value = node.entries.get(key)?.value;
  return isNull(value) ? undefined : value;
}

/** The items of a list; a single value counts as a list of one, nothing as an empty one. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === "list" ? node.items : [node];
}

/** Whether a value is only known when it is evaluated. */
export function isComputed(node: Node): boolean {
  if (node.kind !== "scalar" || node.tag === "raw") return false;
  return node.tag === "cel" || (typeof node.value === "string" && isTemplate(node.value));
}

/** The text of a literal string; undefined for everything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" && !isComputed(node) ? node.value : undefined;
}

/** The value of a literal true or false; undefined for everything else. */
export function booleanOf(node: Node | undefined): boolean | undefined {
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined;
}

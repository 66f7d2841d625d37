import type { Origin } from "../../model/origin.ts";
import { isComputed, isNull, type Node } from "../yaml/node.ts";

/** Stands for a value that is computed later, or may not be looked at: it is of no type, so that a schema can never take it for one. */
export const COMPUTED = Symbol("computed");

/** Stands for a value that is wrong in a way that has been told: nothing more is said about it. */
export const REPORTED = Symbol("reported");

/** The plain values of a node, for a JSON Schema to judge; what templates and expressions will give is `COMPUTED`. */
export function toData(node: Node): unknown {
  if (node.kind === "list") return node.items.map(toData);
  if (node.kind === "map") {
    return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toData(entry.value)]));
  }
  if (node.tag === "wrong") return REPORTED;
  return isComputed(node) ? COMPUTED : node.value;
}

/** The origin of the part that a path of keys and positions leads to: as far as the path can be followed. */
export function originAt(node: Node, path: readonly string[]): Origin {
  const [step, ...rest] = path;
  if (step === undefined) return node.origin;
  const next = node.kind === "map" ? node.entries.get(step) : undefined;
  if (next) return rest.length === 0 && isNull(next.value) ? next.origin : originAt(next.value, rest);
  const item = node.kind === "list" ? node.items[Number(step)] : undefined;
  return item ? originAt(item, rest) : node.origin;
}

/** The origin of a key, where the node at the path is a map that has it. */
export function keyOriginAt(node: Node, path: readonly string[], key: string): Origin {
  const [step, ...rest] = path;
  if (step === undefined) return (node.kind === "map" ? node.entries.get(key)?.origin : undefined) ?? node.origin;
  const next =
    node.kind === "map" ? node.entries.get(step)?.value : node.kind === "list" ? node.items[Number(step)] : undefined;
  return next ? keyOriginAt(next, rest, key) : node.origin;
}
